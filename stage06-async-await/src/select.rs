//! Two futures in one task: the outputs of both, in the order in which they come.
//!
//! ```
//! use stage06::{block_on::block_on, select::{Either, Select}};
//! use std::future::ready;
//!
//! let mut select = Select::new(ready(1), ready("one"));
//! block_on(async {
//!     assert_eq!(select.next().await, Some(Either::Left(1)));
//!     assert_eq!(select.next().await, Some(Either::Right("one")));
//!     assert_eq!(select.next().await, None);
//! });
//! ```

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// The output of the left future, or that of the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Either<L, R> {
    /// Of the left one.
    Left(L),
    /// Of the right one.
    Right(R),
}

// ANCHOR: Select
/// Two places for futures. Each is empty when its future has ended, and can be filled again.
pub struct Select<L: Future, R: Future> {
    left: Option<Pin<Box<L>>>,
    right: Option<Pin<Box<R>>>,
    /// True if the left one was polled last. The right one is then the first.
    polled_left: bool,
}

impl<L: Future, R: Future> Select<L, R> {
    /// Holds these two futures.
    pub fn new(left: L, right: R) -> Self {
        Select {
            left: Some(Box::pin(left)),
            right: Some(Box::pin(right)),
            polled_left: false,
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

    /// Waits for one of the futures. `None`: both places are empty. If both are ready each time, they take turns. It is
    /// cancel-safe: if it is dropped before it is ready, the next `next` goes on.
    pub async fn next(&mut self) -> Option<Either<L::Output, R::Output>> {
        poll_fn(|context| self.poll_next(context)).await
    }

    fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Either<L::Output, R::Output>>> {
        for _ in 0..2 {
            self.polled_left = !self.polled_left;
            let poll = match self.polled_left {
                true => poll(&mut self.left, context).map(Either::Left),
                false => poll(&mut self.right, context).map(Either::Right),
            };
            if let Poll::Ready(output) = poll {
                return Poll::Ready(Some(output));
            }
        }
        match (&self.left, &self.right) {
            (None, None) => Poll::Ready(None),
            _ => Poll::Pending,
        }
    }
}

/// Polls the future in a place, and empties the place when it has ended.
fn poll<F: Future>(place: &mut Option<Pin<Box<F>>>, context: &mut Context<'_>) -> Poll<F::Output> {
    let Some(future) = place else {
        return Poll::Pending;
    };
    let output = ready!(future.as_mut().poll(context));
    *place = None;
    Poll::Ready(output)
}
// ANCHOR_END: Select
