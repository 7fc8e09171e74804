//! What clients leave behind when they leave: nothing.
#![cfg(target_os = "linux")]

mod support;

use std::{fs, thread};
use support::{CONCURRENT, promptly, round_trip, start};

fn descriptors() -> usize {
    fs::read_dir("/proc/self/fd").unwrap().count()
}

// One test, because descriptors are the whole process's.
#[test]
fn every_descriptor_is_given_back_while_the_server_runs_and_after() {
    for (name, serve) in CONCURRENT {
        promptly(name, move || {
            let before = descriptors();
            let server = start(serve);
            let first = server.connect();
            round_trip(&first, "hello");
            let running = descriptors();
            let clients: Vec<_> = (0..20).map(|_| server.connect()).collect();
            clients
                .iter()
                .for_each(|client| round_trip(client, "hello"));
            assert_eq!(descriptors(), running + 40);
            drop(clients);
            while descriptors() > running {
                thread::yield_now();
            }
            drop(first);
            server.stop();
            assert_eq!(descriptors(), before);
        });
    }
}
