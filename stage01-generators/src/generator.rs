//! Python's generator protocol around any coroutine: `next`, `send`, `throw`, `close`.

use crate::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Exception, GeneratorExit, Result, StopIteration,
    nesting::drop_if_it_fits,
};
use std::{error::Error, fmt, marker::PhantomData};

/// A value type that can also say "nothing", as Python's `None` does.
///
/// `next()` sends nothing, so a generator whose callers send `f64` takes `Option<f64>`. Were
/// `next()` to send `f64::default()`, a running average would count a silent `0.0`.
pub trait Empty {
    /// The value that says nothing.
    fn empty() -> Self;
    /// True if this is that value.
    fn is_empty(&self) -> bool;
}

impl Empty for () {
    fn empty() {}
    fn is_empty(&self) -> bool {
        true
    }
}

impl<T> Empty for Option<T> {
    fn empty() -> Self {
        None
    }
    fn is_empty(&self) -> bool {
        self.is_none()
    }
}

/// The state of a generator. Python: `inspect.getgeneratorstate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeneratorState {
    /// Made, and nothing of the body has run.
    Created,
    /// The body is executing. No other code can look at it meanwhile, because [`send`](Generator::send) borrows
    /// the generator mutably. A generator that is found in this state had a body that panicked.
    Running,
    /// Paused at a `yield`.
    Suspended,
    /// Returned, raised or closed. The body has been dropped.
    Closed,
}

/// What the protocol itself refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProtocolError {
    /// A value was sent before the first `yield` could take it. Python: `TypeError`.
    JustStarted,
    /// The body yielded when it was told to close. Python: `RuntimeError`.
    IgnoredExit,
    /// The body raised [`StopIteration`], which its caller would read as a normal end. Python: `RuntimeError` (PEP 479).
    RaisedStopIteration,
    /// The body panicked in an earlier resume, so its state cannot be trusted. Python's `ValueError` for a generator that is resumed
    /// from within itself; Rust refuses that one at compile time.
    AlreadyRunning,
}

impl fmt::Display for ProtocolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::JustStarted => {
                "cannot send a value to a just-started generator: call next() first"
            }
            Self::IgnoredExit => "generator ignored GeneratorExit: it yielded instead of ending",
            Self::RaisedStopIteration => "generator raised StopIteration: return instead",
            Self::AlreadyRunning => "generator panicked in an earlier resume and cannot go on",
        })
    }
}

impl Error for ProtocolError {}

/// A coroutine under Python's rules.
///
/// Every call answers in one of three arms: `Yielded(y)`, `Complete(Ok(v))` (Python raises
/// `StopIteration(v)`), `Complete(Err(e))` (Python raises `e`).
///
/// ```
/// use stage01::{Coroutine, CoroutineState::*, Empty, Generator, GeneratorState, co};
///
/// let mut echo = Generator::new(co(async |y| {
///     let heard: Option<&str> = y.yield_("ready").await?;
///     y.yield_(heard.unwrap_or("nothing")).await?;
///     Ok(())
/// }));
/// assert_eq!(echo.state(), GeneratorState::Created);
/// assert!(matches!(echo.next(), Yielded("ready")));
/// assert!(matches!(echo.send("hello"), Yielded("hello")));
/// assert!(matches!(echo.next(), Complete(Ok(()))));
/// assert_eq!(echo.state(), GeneratorState::Closed);
/// ```
///
/// Sources: PEP 342 (`send`, `throw`, `close`), PEP 479 (`StopIteration` inside a body), CPython's `Objects/genobject.c`.
#[derive(Debug)]
pub struct Generator<C, T = ()> {
    /// Dropped as soon as the generator closes.
    body: Option<C>,
    state: GeneratorState,
    sent: PhantomData<fn(T)>,
}

impl<C, T, V> Generator<C, T>
where
    C: Coroutine<Result<T>, Return = Result<V>>,
    T: Empty,
{
    /// Wraps a body. Nothing of it runs before the first [`next`](Self::next).
    pub fn new(body: C) -> Self {
        Generator {
            body: Some(body),
            state: GeneratorState::Created,
            sent: PhantomData,
        }
    }

    /// Returns the state.
    pub fn state(&self) -> GeneratorState {
        self.state
    }

    /// Resumes with nothing to say. Python's `next(g)`, which is `g.send(None)`.
    #[expect(
        clippy::should_implement_trait,
        reason = "Python's name; an Iterator has no third arm"
    )]
    pub fn next(&mut self) -> CoroutineState<C::Yield, Result<V>> {
        self.send(T::empty())
    }

    /// Resumes with a value, which becomes the value of the `yield` it is paused at.
    ///
    /// # Errors
    ///
    /// [`ProtocolError::JustStarted`] if there is no such `yield` yet and the value is not empty; the body has not run and
    /// may still be started. [`StopIteration`] if the generator is closed. [`ProtocolError::AlreadyRunning`] if its body panicked. What the
    /// body raises.
    // ANCHOR: send
    pub fn send(&mut self, value: impl Into<T>) -> CoroutineState<C::Yield, Result<V>> {
        let value = value.into();
        if self.state == GeneratorState::Created && !value.is_empty() {
            return Complete(Err(ProtocolError::JustStarted.into()));
        }
        self.turn(Ok(value), || StopIteration.into())
    }
    // ANCHOR_END: send

    /// Resumes with an exception, raised at the `yield` it is paused at.
    ///
    /// A generator that has not started has no such place: it closes, and its body never runs. A closed one raises the
    /// exception straight back.
    ///
    /// # Errors
    ///
    /// The exception, unless the body catches it. [`ProtocolError::AlreadyRunning`] if the body panicked.
    // ANCHOR: throw
    pub fn throw(&mut self, error: impl Into<Exception>) -> CoroutineState<C::Yield, Result<V>> {
        let error = error.into();
        if self.state == GeneratorState::Created {
            return self.end(Err(error));
        }
        self.turn(Err(error.clone()), || error)
    }
    // ANCHOR_END: throw

    /// Asks the body to end, by throwing [`GeneratorExit`] into it.
    ///
    /// Gives the body's return value if it caught that and returned (as Python does since 3.13).
    ///
    /// # Errors
    ///
    /// [`ProtocolError::IgnoredExit`] if the body yielded instead (it is still suspended then); whatever else it raised.
    // ANCHOR: close
    pub fn close(&mut self) -> Result<Option<V>> {
        if self.state == GeneratorState::Closed {
            return Ok(None);
        }
        match self.throw(GeneratorExit) {
            Yielded(_) => Err(ProtocolError::IgnoredExit.into()),
            Complete(Ok(value)) => Ok(Some(value)),
            Complete(Err(e)) if e.is::<GeneratorExit>() => Ok(None),
            Complete(Err(e)) => Err(e),
        }
    }
    // ANCHOR_END: close

    // ANCHOR: turn
    /// Resumes the body once; `closed` is raised if there is no body any more.
    fn turn(
        &mut self,
        arg: Result<T>,
        closed: impl FnOnce() -> Exception,
    ) -> CoroutineState<C::Yield, Result<V>> {
        let Some(body) = &mut self.body else {
            return Complete(Err(closed()));
        };
        if self.state == GeneratorState::Running {
            return Complete(Err(ProtocolError::AlreadyRunning.into()));
        }
        self.state = GeneratorState::Running;
        match body.resume(arg) {
            Complete(result) => self.end(result),
            yielded => {
                self.state = GeneratorState::Suspended;
                yielded
            }
        }
    }

    /// Closes, with PEP 479's rule: a `StopIteration` that escapes the body is an error.
    fn end(&mut self, result: Result<V>) -> CoroutineState<C::Yield, Result<V>> {
        self.state = GeneratorState::Closed;
        self.body = None;
        Complete(result.map_err(|e| match e.is::<StopIteration>() {
            true => ProtocolError::RaisedStopIteration.into(),
            false => e,
        }))
    }
    // ANCHOR_END: turn
}

impl<C, T> Drop for Generator<C, T> {
    /// The body may own another coroutine, and so on.
    fn drop(&mut self) {
        drop_if_it_fits(self.body.take());
    }
}

impl<C, T, V> Coroutine<Result<T>> for Generator<C, T>
where
    C: Coroutine<Result<T>, Return = Result<V>>,
    T: Empty,
{
    type Yield = C::Yield;
    type Return = Result<V>;

    fn resume(&mut self, arg: Result<T>) -> CoroutineState<C::Yield, Result<V>> {
        match arg {
            Ok(value) => self.send(value),
            Err(error) => self.throw(error),
        }
    }
}
