//! Exercise s1e1: `take` and `chain`, as coroutines.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
};

/// The first `left` values of `inner`, or fewer if it ends before.
struct Take<C> {
    inner: C,
    left: usize,
}

impl<C> Take<C> {
    fn new(inner: C, left: usize) -> Self {
        Take { inner, left }
    }
}

// ANCHOR: Take
impl<C: Coroutine<Return = ()>> Coroutine for Take<C> {
    type Yield = C::Yield;
    type Return = ();

    fn resume(&mut self, (): ()) -> CoroutineState<C::Yield, ()> {
        if self.left == 0 {
            return Complete(());
        }
        self.left -= 1;
        self.inner.resume(())
    }
}
// ANCHOR_END: Take

/// All values of `first`, then all values of `second`.
struct Chain<A, B> {
    /// `None` once it has ended.
    first: Option<A>,
    second: B,
}

impl<A, B> Chain<A, B> {
    fn new(first: A, second: B) -> Self {
        Chain {
            first: Some(first),
            second,
        }
    }
}

// ANCHOR: Chain
impl<A, B> Coroutine for Chain<A, B>
where
    A: Coroutine<Return = ()>,
    B: Coroutine<Yield = A::Yield, Return = ()>,
{
    type Yield = A::Yield;
    type Return = ();

    fn resume(&mut self, (): ()) -> CoroutineState<A::Yield, ()> {
        if let Some(first) = &mut self.first {
            match first.resume(()) {
                Yielded(value) => return Yielded(value),
                Complete(()) => self.first = None,
            }
        }
        self.second.resume(())
    }
}
// ANCHOR_END: Chain

#[path = "../exercises/tests/e1_take.rs"]
mod tests;
