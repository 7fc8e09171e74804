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
/// A future that has ended is dropped, and not polled again.
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
    /// The futures are polled when the task was woken, and not otherwise. A `next` that is dropped before it is ready
    /// has lost nothing: the next one goes on. If both are ready each time, both get their turns.
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
