//! The first version of a retry.

use stage02::EventLoop;
use std::{io, rc::Rc};

// ANCHOR: Done
/// What an attempt calls with its outcome, once.
pub(crate) type Done<T> = Box<dyn FnOnce(&EventLoop, io::Result<T>)>;
/// Begins the attempt with this number, and returns.
pub(crate) type Attempt<T> = Rc<dyn Fn(&EventLoop, u32, Done<T>)>;
// ANCHOR_END: Done

// ANCHOR: retry
pub(crate) fn retry<T: 'static>(event_loop: &EventLoop, attempt: Attempt<T>, done: Done<T>) {
    let again = attempt.clone();
    let outcome: Done<T> = Box::new(move |event_loop, result| match result {
        Ok(value) => done(event_loop, Ok(value)),
        Err(_) => again(event_loop, 2, done),
    });
    attempt(event_loop, 1, outcome);
}
// ANCHOR_END: retry
