//! Ctrl-C wakes all who wait for it, also when the loop sleeps. A process of its own, for it gets a signal.
#![cfg(unix)]

#[path = "support/keyboard.rs"]
mod support;

use stage06_full::{Runtime, signal::ctrl_c, spawn};
use std::{
    future::poll_fn,
    pin::pin,
    process::{self, Command},
    task::Poll,
    time::Duration,
};
use support::Keyboard;
use testkit::within;

const LIMIT: Duration = Duration::from_secs(20);

fn press(process: u32) {
    let kill = Command::new("kill")
        .args(["-INT", &process.to_string()])
        .status();
    assert!(kill.unwrap().success());
}

#[test]
fn all_who_wait_are_woken_and_a_later_one_waits_for_the_next() {
    within(LIMIT, "Ctrl-C", || {
        Runtime::new().block_on(async {
            drop(ctrl_c()); // no task waits for this one
            let waiting = [(); 3].map(|()| spawn(ctrl_c()));
            press(process::id());
            for waiting in waiting {
                waiting.await.unwrap().unwrap();
            }
            let mut next = pin!(ctrl_c());
            let early = poll_fn(|context| Poll::Ready(next.as_mut().poll(context).is_ready()));
            assert!(!early.await, "that one was before");
            press(process::id());
            next.await.unwrap();
        });
    });
}

#[test]
fn a_program_whose_loop_sleeps_ends_by_it() {
    within(LIMIT, "the program", || {
        let mut program = Keyboard::start();
        program.reads("a line, `quit` or Ctrl-C:");
        press(program.id());
        program.reads("ended by Ctrl-C");
        program.ends();
    });
}
