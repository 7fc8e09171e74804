//! An `async` block used as a coroutine: the compiler writes the state machine.
//!
//! Stable Rust has no `yield`, but it has one kind of function that can pause. Here it is a box
//! that we use closed; stage 6 opens it.

use crate::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Empty, Result, delegate,
    nesting::drop_if_it_fits,
};
use std::{
    cell::Cell,
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

// ANCHOR: Slots
/// The two slots through which the body and the code that resumes it pass values.
struct Slots<Y, T> {
    /// Filled by the body just before it pauses.
    yielded: Cell<Option<Y>>,
    /// Filled by `resume` just before the body goes on.
    sent: Cell<Option<Result<T>>>,
}

/// An `async` block as a [`Coroutine`]; made by [`co`].
pub struct Co<Y, T, F> {
    /// `None` once it has ended.
    body: Option<Pin<Box<F>>>,
    slots: Rc<Slots<Y, T>>,
    started: bool,
}
// ANCHOR_END: Slots

/// The body's side of a [`Co`]: what it calls to pause.
pub struct Yielder<Y, T = ()>(Rc<Slots<Y, T>>);

/// Makes a coroutine of an `async` closure, which is given the means to yield.
///
/// ```
/// use stage01::{CoroutineState::*, Generator, co};
///
/// let mut numbers = Generator::new(co(async |y| {
///     for n in 1..=2 {
///         let () = y.yield_(n).await?; // Python: yield n
///     }
///     Ok("done")
/// }));
/// assert!(matches!(numbers.next(), Yielded(1)));
/// assert!(matches!(numbers.next(), Yielded(2)));
/// assert!(matches!(numbers.next(), Complete(Ok("done"))));
/// ```
///
/// # Panics
///
/// `resume` panics if it is called after the end, and if the body awaits something that
/// waits for a real event: nothing in this stage could wake it.
pub fn co<Y, T, V, F>(body: impl FnOnce(Yielder<Y, T>) -> F) -> Co<Y, T, F>
where
    F: Future<Output = Result<V>>,
{
    let slots = Rc::new(Slots {
        yielded: Cell::new(None),
        sent: Cell::new(None),
    });
    let body = Box::pin(body(Yielder(slots.clone())));
    Co {
        body: Some(body),
        slots,
        started: false,
    }
}

// ANCHOR: Co
impl<Y, T, V, F> Coroutine<Result<T>> for Co<Y, T, F>
where
    F: Future<Output = Result<V>>,
{
    type Yield = Y;
    type Return = Result<V>;

    fn resume(&mut self, sent: Result<T>) -> CoroutineState<Y, Result<V>> {
        let body = self.body.as_mut().expect("resumed after the end");
        let mut context = Context::from_waker(Waker::noop());
        let poll = match sent {
            Err(error) if !self.started => Poll::Ready(Err(error)),
            sent => {
                self.slots.sent.set(Some(sent));
                self.started = true;
                body.as_mut().poll(&mut context)
            }
        };
        match poll {
            Poll::Ready(result) => {
                self.body = None;
                Complete(result)
            }
            Poll::Pending => {
                let value = self.slots.yielded.take();
                Yielded(value.expect("awaited something other than a Yielder"))
            }
        }
    }
}
// ANCHOR_END: Co

impl<Y, T, F> Drop for Co<Y, T, F> {
    /// The body may own another coroutine, and so on.
    fn drop(&mut self) {
        drop_if_it_fits(self.body.take());
    }
}

impl<Y, T> Yielder<Y, T> {
    // ANCHOR: yield_
    /// Pauses, handing out `value`; gives what the next `resume` hands in. `?` re-raises what was thrown.
    ///
    /// # Errors
    ///
    /// The exception that was thrown in.
    pub async fn yield_(&self, value: Y) -> Result<T> {
        self.0.sent.take();
        self.0.yielded.set(Some(value));
        poll_fn(|_| self.0.sent.take().map_or(Poll::Pending, Poll::Ready)).await
    }
    // ANCHOR_END: yield_

    /// Hands everything to `child` until it ends: `yield from`.
    ///
    /// ```
    /// use stage01::{CoroutineState::*, Generator, co};
    ///
    /// let child = co(async |y| { let () = y.yield_("from the child").await?; Ok(20) });
    /// let mut outer = Generator::new(co(async |y| Ok(y.yield_from(child).await? + 1)));
    /// assert!(matches!(outer.next(), Yielded("from the child")));
    /// assert!(matches!(outer.next(), Complete(Ok(21))));
    /// ```
    ///
    /// # Errors
    ///
    /// What the child raised.
    pub async fn yield_from<C, V>(&self, mut child: C) -> Result<V>
    where
        C: Coroutine<Result<T>, Yield = Y, Return = Result<V>>,
        T: Empty,
    {
        let mut sent = Ok(T::empty());
        loop {
            match delegate(&mut child, &mut sent) {
                Yielded(value) => sent = self.yield_(value).await,
                Complete(result) => return result,
            }
        }
    }
}

impl<Y, T, F> fmt::Debug for Co<Y, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Co")
            .field("started", &self.started)
            .finish_non_exhaustive()
    }
}

impl<Y, T> fmt::Debug for Yielder<Y, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Yielder")
    }
}
