//! The crawler visits every page once, however many connections it has and whatever the pages do.

mod support;

use stage02::EventLoop;
use stage03::{
    Cancelled, crawl,
    observe::{Happening, observe},
    site::{Behaviour, Site, a_third_fails},
    web::Report,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Read, Write},
    net::{SocketAddr, TcpListener},
    sync::{Arc, Barrier, Mutex},
    thread,
};
use support::{noting, promptly, refused, result};

const CONNECTIONS: [usize; 3] = [1, 4, 16];

/// Crawls a site, and checks that it was asked once for each page, over as many connections as allowed.
fn crawled(connections: usize, behaves: fn(&str) -> Behaviour) -> Report {
    let site = Site::start(behaves).unwrap();
    let (event_loop, told) = noting();
    let task = crawl(&event_loop, site.address(), "/", connections);
    event_loop.run().unwrap();
    let once = Site::pages().into_iter().map(|page| (page, 1));
    assert_eq!(site.visits(), once.collect::<BTreeMap<_, _>>());
    assert!(site.most_at_once() <= connections);
    assert_eq!(told.take(), [""; 0]);
    assert_eq!(event_loop.registered(), 0);
    result(&task).unwrap()
}

#[test]
fn it_visits_every_page_once() {
    for connections in CONNECTIONS {
        promptly("the crawl", move || {
            let report = crawled(connections, |_| Behaviour::Well);
            assert_eq!(report.visited, Site::pages());
            assert_eq!(report.failed, BTreeMap::new());
        });
    }
}

#[test]
fn it_visits_every_page_once_and_names_the_third_that_fails() {
    for connections in CONNECTIONS {
        promptly("the crawl", move || {
            let report = crawled(connections, a_third_fails);
            let mut pages = report.visited.clone();
            pages.extend(report.failed.keys().cloned());
            assert_eq!(pages, Site::pages());
            assert_eq!(report.visited.len() + report.failed.len(), 30);
            let mut expected = BTreeMap::new();
            for (page, why) in [
                ("/page/05", "connection reset"),
                ("/page/08", "404 Not Found"),
                ("/page/14", "connection reset"),
                ("/page/17", "404 Not Found"),
                ("/page/23", "connection reset"),
                ("/page/26", "404 Not Found"),
            ] {
                expected.insert(page.to_string(), why.to_string());
            }
            assert_eq!(report.failed, expected);
        });
    }
}

#[test]
fn it_uses_the_connections_it_may() {
    promptly("the crawl", || {
        let slow = |page: &str| match page {
            "/" => Behaviour::Well,
            _ => Behaviour::Slow,
        };
        let site = Site::start(slow).unwrap();
        let event_loop = EventLoop::new().unwrap();
        crawl(&event_loop, site.address(), "/", 2);
        event_loop.run().unwrap();
        assert_eq!(site.most_at_once(), 2);
    });
}

#[test]
fn every_page_may_fail() {
    for (behaviour, why) in [
        (Behaviour::Reset, "connection reset"),
        (Behaviour::Missing, "404 Not Found"),
    ] {
        promptly("the crawl", move || {
            let site = Site::start(move |_| behaviour).unwrap();
            let event_loop = EventLoop::new().unwrap();
            let task = crawl(&event_loop, site.address(), "/", 4);
            event_loop.run().unwrap();
            let report = result(&task).unwrap();
            assert!(report.visited.is_empty());
            assert_eq!(report.failed["/"], why);
        });
    }
}

#[test]
fn a_site_where_nobody_listens_is_one_failure() {
    promptly("the crawl", || {
        let (_kept, address) = refused();
        let event_loop = EventLoop::new().unwrap();
        let task = crawl(&event_loop, address, "/", 4);
        event_loop.run().unwrap();
        let report = result(&task).unwrap();
        assert_eq!(report.failed["/"], "connection refused");
    });
}

#[test]
fn cancelled_it_breaks_its_connections_off_and_makes_no_more() {
    for connections in CONNECTIONS {
        promptly("the cancel", move || {
            let site = Site::start(|_| Behaviour::Well).unwrap();
            let (event_loop, told) = noting();
            let task = crawl(&event_loop, site.address(), "/", connections);
            while site.visits().len() < 4 {
                event_loop.run_once().unwrap();
            }
            let asked = site.visits().len();
            task.cancel();
            event_loop.run().unwrap();
            assert!(result(&task).unwrap_err().is::<Cancelled>());
            assert_eq!(event_loop.registered(), 0);
            assert!(site.visits().len() <= asked + connections, "it went on");
            drop(task);
            assert_eq!(told.take(), [""; 0]);
        });
    }
}

/// A site of three pages: the first leads to the two others, and each of these comes when both have been asked for.
fn three_pages() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let both = Arc::new(Barrier::new(2));
    thread::spawn(move || {
        for _ in 0..3 {
            let (mut client, mut request) = (listener.accept().unwrap().0, Vec::new());
            let both = both.clone();
            thread::spawn(move || {
                while !request.ends_with(b"\r\n\r\n") {
                    let mut part = [0; 1024];
                    let length = client.read(&mut part).unwrap();
                    assert!(length > 0, "the request breaks off");
                    request.extend_from_slice(&part[..length]);
                }
                let links = match request.starts_with(b"GET / ") {
                    true => r#"<a href="/a">a</a> <a href="/b">b</a>"#,
                    false => {
                        both.wait();
                        ""
                    }
                };
                write!(client, "HTTP/1.0 200 OK\r\n\r\n{links}").unwrap();
            });
        }
    });
    address
}

#[test]
fn the_worker_that_finds_two_pages_takes_one_and_leaves_one_to_those_that_wait() {
    promptly("the crawl", || {
        // The task of the last step, and the tasks that have registered a socket.
        let seen = Arc::new(Mutex::new((String::new(), BTreeSet::new())));
        let noted = seen.clone();
        let note = move |did: &Happening| {
            let (now, users) = &mut *noted.lock().unwrap();
            match (did.name.as_str(), did.field("task")) {
                ("step", Some(task)) => *now = task.to_string(),
                ("register", _) => drop(users.insert(now.clone())),
                _ => {}
            }
        };
        observe(note, || {
            let event_loop = EventLoop::new().unwrap();
            let task = crawl(&event_loop, three_pages(), "/", 3);
            event_loop.run().unwrap();
            assert_eq!(result(&task).unwrap().visited.len(), 3);
        });
        // The first worker visits the first page. Tasks are numbered from 1 on each thread.
        let users: Vec<_> = seen.lock().unwrap().1.iter().cloned().collect();
        assert_eq!(users, ["1", "2"], "the workers that visited a page");
    });
}
