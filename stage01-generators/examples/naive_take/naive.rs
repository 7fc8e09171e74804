//! `take` and `chain`, as we would write them first.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
};

// ANCHOR: Take
pub struct Take<C> {
    inner: C,
    left: usize,
}

impl<C: Coroutine<Return = ()>> Coroutine for Take<C> {
    type Yield = C::Yield;
    type Return = ();

    fn resume(&mut self, (): ()) -> CoroutineState<C::Yield, ()> {
        match self.inner.resume(()) {
            Yielded(value) if self.left > 0 => {
                self.left -= 1;
                Yielded(value)
            }
            _ => Complete(()),
        }
    }
}
// ANCHOR_END: Take

impl<C> Take<C> {
    pub fn new(inner: C, left: usize) -> Self {
        Take { inner, left }
    }
}

// ANCHOR: Chain
pub struct Chain<A, B> {
    first: A,
    second: B,
}

impl<A, B> Coroutine for Chain<A, B>
where
    A: Coroutine<Return = ()>,
    B: Coroutine<Yield = A::Yield, Return = ()>,
{
    type Yield = A::Yield;
    type Return = ();

    fn resume(&mut self, (): ()) -> CoroutineState<A::Yield, ()> {
        match self.first.resume(()) {
            Yielded(value) => Yielded(value),
            Complete(()) => self.second.resume(()),
        }
    }
}
// ANCHOR_END: Chain

impl<A, B> Chain<A, B> {
    pub fn new(first: A, second: B) -> Self {
        Chain { first, second }
    }
}
