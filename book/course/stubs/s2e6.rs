//! Exercise s2e6: try again, with callbacks.
//!
//! The version below tries twice, however many attempts are allowed, and begins each attempt inside of the one before.
//! Change `retry` until it keeps its promises. You may add functions. In stage 3 the same is a loop.
//!
//! Run the tests: `cargo test --test s2e6`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage02::EventLoop;
use std::{io, rc::Rc};

/// What an attempt calls with its outcome, once.
type Done<T> = Box<dyn FnOnce(&EventLoop, io::Result<T>)>;
/// Begins the attempt with this number, and returns.
type Attempt<T> = Rc<dyn Fn(&EventLoop, u32, Done<T>)>;

/// Makes attempts until one succeeds, and calls `done` with the outcome.
///
/// - The attempts are numbered from 1. There are at most `attempts` of them, and at least one, also if `attempts` is 0.
/// - The next attempt is begun after the one before has failed: from the loop's queue, so that other callbacks run in
///   between. The first may be begun at once, or from the queue.
/// - An attempt may call its `Done` later, or at once, before it returns.
/// - The first success is the outcome, and there are no more attempts. If all fail, the outcome is what the *last* one
///   failed with.
/// - `done` is called once, and never inside of `retry`.
/// - Afterwards nothing is kept: `attempt` is dropped, with all that it owns.
fn retry<T: 'static>(event_loop: &EventLoop, attempts: u32, attempt: Attempt<T>, done: Done<T>) {
    let again = attempt.clone();
    let outcome: Done<T> = Box::new(move |event_loop, result| match result {
        Ok(value) => done(event_loop, Ok(value)),
        Err(_) => again(event_loop, 2, done),
    });
    attempt(event_loop, 1, outcome);
}

#[path = "tests/e6_retry.rs"]
mod tests;
