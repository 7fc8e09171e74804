//! Exercise s6e8: a select that loses nothing.
//!
//! This is the naive version of the page: `next` is a race. Change it until the docs below hold. The tests use `Select`,
//! its four functions and `Either`: all else is yours to design.
//!
//! Run the tests: `cargo test --test s6e8`. Hints: `exercises/hints.md`.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use stage06::combine::race;
use std::future::Future;
use std::pin::Pin;

/// The output of the left future, or that of the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Either<L, R> {
    /// Of the left one.
    Left(L),
    /// Of the right one.
    Right(R),
}

/// Two places for futures. Each is empty when its future has ended, and can be filled again.
///
/// A future that has ended is dropped when `next` gives its output, and is not polled again.
pub struct Select<L: Future, R: Future> {
    left: Option<Pin<Box<L>>>,
    right: Option<Pin<Box<R>>>,
}

impl<L: Future, R: Future> Select<L, R> {
    /// Holds these two futures.
    pub fn new(left: L, right: R) -> Self {
        Select {
            left: Some(Box::pin(left)),
            right: Some(Box::pin(right)),
        }
    }

    /// Puts a future into the left place. One that is still in there is dropped.
    pub fn set_left(&mut self, future: L) {
        self.left = Some(Box::pin(future));
    }

    /// Puts a future into the right place. One that is still in there is dropped.
    pub fn set_right(&mut self, future: R) {
        self.right = Some(Box::pin(future));
    }

    /// Waits until one of the futures is ready, and gives its output. The other stays where it is. `None`: both places
    /// are empty.
    ///
    /// It is cancel-safe: if a `next` is dropped before it is ready, the next one goes on, and no output is lost. If both
    /// futures are ready whenever `next` gives an output, neither starves: at least a quarter of many outputs are of each,
    /// also if polls that were pending, or a `next` that was dropped, come before each output.
    ///
    /// Either future wakes the task that has polled `next` last. `next` itself wakes no task, whether it is ready or pending.
    /// It polls each future at most once when it is polled. It may poll both, and keep the second output for the next `next`.
    pub async fn next(&mut self) -> Option<Either<L::Output, R::Output>> {
        let (left, right) = (self.left.take()?, self.right.take()?);
        let output = race(async { Either::Left(left.await) }, async {
            Either::Right(right.await)
        });
        Some(output.await)
    }
}

#[path = "tests/e8_select.rs"]
mod tests;
