//! Exercise s1e1: `take` and `chain`, as coroutines.
//!
//! Two machines around other machines, in the naive versions of the page. Iterators have both, so you know what they
//! should do; the new part is which machine is resumed, and how often. The tests call `new` and `resume`. All else is
//! yours to change, also the fields.
//!
//! Run the tests: `cargo test --test s1e1`. Hints: `exercises/hints.md`.
#![allow(dead_code)]

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
};

/// The first `left` values of `inner`, or fewer if it ends before.
///
/// - Each resume that hands out a value resumes `inner` once. No other code resumes it: not `new`, and not the resume
///   that ends. A resume may ask a server, so one too many is not for free.
/// - If `inner` ends before, `Take` ends in the same resume.
struct Take<C> {
    inner: C,
    left: usize,
}

impl<C> Take<C> {
    fn new(inner: C, left: usize) -> Self {
        Take { inner, left }
    }
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

/// All values of `first`, then all values of `second`.
///
/// - Each resume hands out one value. In the resume in which `first` ends, that is the first value of `second`.
/// - A coroutine must not be resumed after its end: `first` is not.
/// - `second` is not resumed before `first` has ended. `new` resumes neither.
struct Chain<A, B> {
    first: A,
    second: B,
}

impl<A, B> Chain<A, B> {
    fn new(first: A, second: B) -> Self {
        Chain { first, second }
    }
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

#[path = "tests/e1_take.rs"]
mod tests;
