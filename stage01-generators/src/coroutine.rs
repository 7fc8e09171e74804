//! A coroutine: a function that can pause, hand out a value, and be resumed with another one.

use crate::{Result, nesting::need_room};

// ANCHOR: CoroutineState
/// What a coroutine did when it was resumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoroutineState<Y, R> {
    /// It paused and hands out a value. It may be resumed.
    Yielded(Y),
    /// It ended with this value. It must not be resumed again.
    Complete(R),
}
// ANCHOR_END: CoroutineState

/// A function that can pause. `R` is what each `resume` hands *in*.
///
/// What the function must remember while it is paused is in `self`: usually an `enum` with a variant for every place
/// where it can pause. The `match` on it is the jump back to that place.
///
/// The argument of the very first `resume` arrives before the body has reached any pause, so no line takes it: most
/// machines ignore it. [`Generator`](crate::Generator) makes a rule of that.
///
/// The unstable `std::ops::Coroutine` has the same two associated types and the same method. It
/// takes `Pin<&mut Self>`, because a machine that the *compiler* writes may keep references to
/// its own locals. Machines written by hand have no need of it.
///
/// # Panics
///
/// An implementation may panic when it is resumed after [`Complete`](CoroutineState::Complete): that is the caller's error. A
/// [`Box`] or `&mut` panics if too many coroutines resume each other: see [`RecursionError`](crate::RecursionError).
// ANCHOR: Coroutine
pub trait Coroutine<R = ()> {
    /// What it hands out at each pause.
    type Yield;
    /// What it ends with.
    type Return;

    /// Runs until the next pause or the end.
    fn resume(&mut self, arg: R) -> CoroutineState<Self::Yield, Self::Return>;
}
// ANCHOR_END: Coroutine

/// A coroutine on the heap, of any type, that can fail: what later stages queue.
pub type Routine<Y, T = ()> = Box<dyn Coroutine<Result, Yield = Y, Return = Result<T>>>;

impl<R, C: Coroutine<R> + ?Sized> Coroutine<R> for Box<C> {
    type Yield = C::Yield;
    type Return = C::Return;

    fn resume(&mut self, arg: R) -> CoroutineState<C::Yield, C::Return> {
        need_room();
        (**self).resume(arg)
    }
}

impl<R, C: Coroutine<R> + ?Sized> Coroutine<R> for &mut C {
    type Yield = C::Yield;
    type Return = C::Return;

    fn resume(&mut self, arg: R) -> CoroutineState<C::Yield, C::Return> {
        need_room();
        (**self).resume(arg)
    }
}
