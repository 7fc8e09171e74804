//! What tasks leave behind when they end: nothing.
#![cfg(target_os = "linux")]

mod support;

use stage02::EventLoop;
use stage03::{
    Fetcher, Task, crawl,
    site::{Site, a_third_fails},
};
use std::{fs, thread};
use support::{promptly, result};

fn descriptors() -> usize {
    fs::read_dir("/proc/self/fd").unwrap().count()
}

/// The site's threads close their connections a moment after the client has seen their end.
fn settle_at(before: usize) {
    while descriptors() > before {
        thread::yield_now();
    }
}

// One test, because descriptors are the whole process's.
#[test]
fn every_descriptor_is_given_back_after_a_crawl_a_cancel_and_a_drop() {
    promptly("the descriptors to be given back", || {
        let before = descriptors();
        let site = Site::start(a_third_fails).unwrap();
        let event_loop = EventLoop::new().unwrap();
        let running = descriptors();

        let task = crawl(&event_loop, site.address(), "/", 16);
        event_loop.run().unwrap();
        result(&task).unwrap();
        settle_at(running);

        let fetcher = Fetcher::new(&event_loop);
        let fetch = || fetcher.fetch(site.address(), "/page/02");
        let tasks: Vec<_> = (0..20).map(|_| Task::spawn(&event_loop, fetch())).collect();
        while event_loop.registered() < 20 {
            event_loop.run_once().unwrap();
        }
        assert!(descriptors() >= running + 20);
        for task in &tasks {
            task.cancel();
        }
        event_loop.run().unwrap();
        settle_at(running);

        drop((site, event_loop, fetcher));
        settle_at(before);
    });
}
