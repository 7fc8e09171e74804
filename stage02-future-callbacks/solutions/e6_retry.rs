//! Exercise s2e6: try again, with callbacks.

use stage02::EventLoop;
use std::{io, rc::Rc};

/// What an attempt calls with its outcome, once.
type Done<T> = Box<dyn FnOnce(&EventLoop, io::Result<T>)>;
/// Begins the attempt with this number, and returns.
type Attempt<T> = Rc<dyn Fn(&EventLoop, u32, Done<T>)>;

// ANCHOR: retry
fn retry<T: 'static>(event_loop: &EventLoop, attempts: u32, attempt: Attempt<T>, done: Done<T>) {
    event_loop.call_soon(move |event_loop| begin(event_loop, 1, attempts, attempt, done));
}

/// Begins one attempt. If it fails, the next is begun in the next turn.
fn begin<T: 'static>(
    event_loop: &EventLoop,
    number: u32,
    attempts: u32,
    attempt: Attempt<T>,
    done: Done<T>,
) {
    let again = attempt.clone();
    let outcome: Done<T> = Box::new(move |event_loop, result| {
        if result.is_ok() || number >= attempts {
            return done(event_loop, result);
        }
        event_loop.call_soon(move |event_loop| {
            begin(event_loop, number + 1, attempts, again, done);
        });
    });
    attempt(event_loop, number, outcome);
}
// ANCHOR_END: retry

#[path = "../exercises/tests/e6_retry.rs"]
mod tests;
