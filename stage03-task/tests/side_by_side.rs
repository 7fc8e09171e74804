//! The fetch in callbacks and the one in straight lines do the same, in the same order.

mod support;

#[path = "../examples/side_by_side.rs"]
#[expect(dead_code, reason = "what its main prints is compared by the book")]
mod side_by_side;

use side_by_side::{by_callbacks, in_straight_lines};
use stage02::EventLoop;
use stage03::{
    Task,
    site::{Behaviour, Site},
};
use std::net::SocketAddr;
use support::{Log, promptly, refused};

/// The steps of both, as each noted them.
fn both(address: SocketAddr) -> [Vec<String>; 2] {
    let event_loop = EventLoop::new().unwrap();
    let log = Log::default();
    let noted = log.clone();
    by_callbacks(&event_loop, address, move |step| noted.note(step));
    assert_eq!(log.take(), [""; 0], "it did not return at once");
    event_loop.run().unwrap();
    let callbacks = log.take();

    let noted = log.clone();
    let fetch = in_straight_lines(&event_loop, address, move |step| noted.note(step));
    let task = Task::spawn(&event_loop, fetch);
    event_loop.run().unwrap();
    let _ = task.future().result();
    [callbacks, log.take()]
}

#[test]
fn they_take_the_same_steps_in_the_same_order() {
    promptly("two pages", || {
        let site = Site::start(|_| Behaviour::Well).unwrap();
        let [callbacks, lines] = both(site.address());
        assert_eq!(callbacks, lines);
        assert_eq!(lines, ["connected", "sent", "read to the end"]);
    });
}

#[test]
fn they_fail_at_the_same_place() {
    promptly("two failures", || {
        let site = Site::start(|_| Behaviour::Reset).unwrap();
        let [callbacks, lines] = both(site.address());
        assert_eq!(callbacks, ["connected", "sent", "broken off"]);
        assert_eq!(lines, ["connected", "sent"]);

        let (_kept, address) = refused();
        let [callbacks, lines] = both(address);
        assert_eq!(callbacks, ["refused"]);
        assert_eq!(lines, [""; 0]);
    });
}
