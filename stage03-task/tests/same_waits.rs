//! The fetch in callbacks and the one in straight lines wait for the same sockets.
//!
//! A file of its own is a process of its own, with this one test in it. `tracing` remembers for the whole process whether anybody
//! wants to hear of an event, and while there is only one subscriber, it asks only that of the thread which comes to the event first:
//! a neighbour without an observer would say "nobody" for this test too.

mod support;

#[path = "../examples/side_by_side.rs"]
#[expect(dead_code, reason = "what its main prints is compared by the book")]
mod side_by_side;

use side_by_side::{by_callbacks, in_straight_lines};
use stage02::EventLoop;
use stage03::{
    Task,
    observe::observe,
    site::{Behaviour, Site},
};
use std::sync::{Arc, Mutex};
use support::promptly;

/// What the loop did with sockets while `program` ran. How many parts a page comes in is not in anybody's hands, so a
/// wait for the next part counts as the same wait.
fn waits(program: impl FnOnce()) -> Vec<String> {
    let waits = Arc::new(Mutex::new(Vec::new()));
    let noted = waits.clone();
    observe(
        move |did| {
            if did.name == "register" {
                let interest = did.field("interest").unwrap().to_string();
                noted.lock().unwrap().push(interest);
            }
        },
        program,
    );
    let mut waits = waits.lock().unwrap().clone();
    let reads = waits.iter().rposition(|wait| wait == "Write").unwrap() + 2;
    assert!(waits.drain(reads..).all(|wait| wait == "Read"));
    waits
}

#[test]
fn they_wait_for_the_same_sockets_in_the_same_order() {
    promptly("two pages", || {
        let site = Site::start(|_| Behaviour::Well).unwrap();
        let event_loop = EventLoop::new().unwrap();
        let callbacks = waits(|| {
            by_callbacks(&event_loop, site.address(), |_| {});
            event_loop.run().unwrap();
        });
        let lines = waits(|| {
            let fetch = in_straight_lines(&event_loop, site.address(), |_| {});
            Task::spawn(&event_loop, fetch);
            event_loop.run().unwrap();
        });
        assert_eq!(callbacks, ["Write", "Write", "Read"]);
        assert_eq!(lines, callbacks);
    });
}
