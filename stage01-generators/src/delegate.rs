//! Delegation: a coroutine that is resumed resumes another one, as `yield from` does.

use crate::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Empty, Exception, GeneratorExit, ProtocolError, RecursionError, Result,
    nesting::has_room,
};
use std::mem;

/// Runs the body of a hand-written `resume`, so that it may use `?`.
///
/// `?` cannot return a [`CoroutineState`] on stable Rust. Inside `raising` it returns an `Err`, which becomes
/// `Complete(Err(e))`: the body raised.
///
/// ```
/// use stage01::{CoroutineState::{self, *}, Result, raising};
///
/// fn parse(sent: Result<&str>) -> CoroutineState<i32, Result<()>> {
///     raising(|| Ok(Yielded(sent?.parse()?)))
/// }
/// assert!(matches!(parse(Ok("7")), Yielded(7)));
/// assert!(matches!(parse(Ok("x")), Complete(Err(_))));
/// ```
// ANCHOR: raising
pub fn raising<Y, V>(
    body: impl FnOnce() -> Result<CoroutineState<Y, Result<V>>>,
) -> CoroutineState<Y, Result<V>> {
    body().unwrap_or_else(|error| Complete(Err(error)))
}
// ANCHOR_END: raising

/// Resumes `child` once, with what was sent: a value, or an exception.
///
/// `sent` is empty afterwards, so that the next child starts with nothing sent to it. A
/// [`GeneratorExit`] closes the child and is raised again here, even if the child returned a value.
///
/// Every resume goes through all levels, each inside the one above, so there is a limit to how many there can be:
/// [`RecursionError`].
///
/// Source: the expansion of `yield from` in PEP 380. Use it through [`yield_from!`](crate::yield_from).
// ANCHOR: delegate
pub fn delegate<C, T, V>(child: &mut C, sent: &mut Result<T>) -> CoroutineState<C::Yield, Result<V>>
where
    C: Coroutine<Result<T>, Return = Result<V>>,
    T: Empty,
{
    if !has_room() {
        return Complete(Err(RecursionError.into()));
    }
    let sent = mem::replace(sent, Ok(T::empty()));
    let Some(exit) = exit_in(&sent) else {
        return child.resume(sent);
    };
    match child.resume(sent) {
        Yielded(_) => Complete(Err(ProtocolError::IgnoredExit.into())),
        Complete(Ok(_)) => Complete(Err(exit)),
        Complete(Err(error)) => Complete(Err(error)),
    }
}

/// The `GeneratorExit` that was thrown in, if that is what was sent.
fn exit_in<T>(sent: &Result<T>) -> Option<Exception> {
    match sent {
        Err(e) if e.is::<GeneratorExit>() => Some(e.clone()),
        _ => None,
    }
}
// ANCHOR_END: delegate

/// `yield from`, for hand-written machines: pauses whenever `child` does, and is the child's
/// [`Result`] once it has ended.
///
/// Takes the child and the variable that holds what was sent; is used inside [`raising`](crate::raising). It
/// is the twin of `std::task::ready!`, which hand-written `poll`s use in this way.
///
/// ```
/// use stage01::{Coroutine, CoroutineState::*, Generator, Result, raising, yield_from};
///
/// struct Both<A, B> { first: A, then: B, between: Option<u32> }
///
/// impl<A, B> Coroutine<Result> for Both<A, B>
/// where
///     A: Coroutine<Result, Yield = &'static str, Return = Result<u32>>,
///     B: Coroutine<Result, Yield = &'static str, Return = Result<u32>>,
/// {
///     type Yield = &'static str;
///     type Return = Result<u32>;
///     fn resume(&mut self, mut sent: Result) -> stage01::CoroutineState<&'static str, Result<u32>> {
///         raising(|| loop {
///             match self.between {
///                 None => self.between = Some(yield_from!(self.first, sent)?),
///                 Some(a) => return Ok(Complete(Ok(a + yield_from!(self.then, sent)?))),
///             }
///         })
///     }
/// }
///
/// let part = |name, value| stage01::co(async move |y| { y.yield_(name).await?; Ok(value) });
/// let mut both = Generator::new(Both { first: part("a", 1), then: part("b", 2), between: None });
/// assert!(matches!(both.next(), Yielded("a")));
/// assert!(matches!(both.next(), Yielded("b")));
/// assert!(matches!(both.next(), Complete(Ok(3))));
/// ```
// ANCHOR: yield_from
#[macro_export]
macro_rules! yield_from {
    ($child:expr, $sent:expr) => {
        match $crate::delegate(&mut $child, &mut $sent) {
            $crate::CoroutineState::Yielded(value) => {
                return Ok($crate::CoroutineState::Yielded(value));
            }
            $crate::CoroutineState::Complete(result) => result,
        }
    };
}
// ANCHOR_END: yield_from
