//! Exercise s1e1: `take` and `chain`, as coroutines.
//!
//! Two machines around other machines. Iterators have both, so you know what they should do; the new
//! part is who may resume whom, and how often.
//!
//! Run the tests: `cargo test --test s1e1`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
};

/// The first `left` values of `inner`, or fewer if it ends before.
///
/// `inner` is never resumed for a value that will not be handed out: it might wait for
/// a socket to get it.
struct Take<C> {
    inner: C,
    left: usize,
}

impl<C: Coroutine<Return = ()>> Coroutine for Take<C> {
    type Yield = C::Yield;
    type Return = ();

    fn resume(&mut self, (): ()) -> CoroutineState<C::Yield, ()> {
        todo!()
    }
}

/// All values of `first`, then all values of `second`.
///
/// A coroutine must not be resumed after its end. So `first` becomes `None` when it has ended.
struct Chain<A, B> {
    first: Option<A>,
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
        todo!()
    }
}

#[path = "tests/e1_take.rs"]
mod tests;
