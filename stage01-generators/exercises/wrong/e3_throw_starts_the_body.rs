//! Rejected with: there is no yield to raise it at, and the body must not run

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Exception, GeneratorExit, GeneratorState, ProtocolError, Result, StopIteration,
};

/// A coroutine under Python's rules: what `stage01::Generator` is.
struct MyGenerator<C> {
    body: Option<C>,
    state: GeneratorState,
}

impl<C, V> MyGenerator<C>
where
    C: Coroutine<Result<Option<i32>>, Yield = i32, Return = Result<V>>,
{
    fn new(body: C) -> Self {
        MyGenerator { body: Some(body), state: GeneratorState::Created }
    }

    fn send(&mut self, value: Option<i32>) -> CoroutineState<i32, Result<V>> {
        match self.state {
            GeneratorState::Created if value.is_some() => Complete(Err(ProtocolError::JustStarted.into())),
            _ => self.turn(Ok(value), StopIteration.into()),
        }
    }

    fn throw(&mut self, error: Exception) -> CoroutineState<i32, Result<V>> {
        self.turn(Err(error.clone()), error)
    }

    fn close(&mut self) -> Result {
        if self.state == GeneratorState::Closed {
            return Ok(());
        }
        match self.throw(GeneratorExit.into()) {
            Yielded(_) => Err(ProtocolError::IgnoredExit.into()),
            Complete(Err(e)) if !e.is::<GeneratorExit>() => Err(e),
            Complete(_) => Ok(()),
        }
    }

    fn turn(&mut self, arg: Result<Option<i32>>, closed: Exception) -> CoroutineState<i32, Result<V>> {
        let Some(body) = &mut self.body else { return Complete(Err(closed)) };
        match body.resume(arg) {
            Complete(result) => self.end(result),
            yielded => {
                self.state = GeneratorState::Suspended;
                yielded
            }
        }
    }

    fn end(&mut self, result: Result<V>) -> CoroutineState<i32, Result<V>> {
        self.state = GeneratorState::Closed;
        self.body = None;
        match result {
            Err(e) if e.is::<StopIteration>() => Complete(Err(ProtocolError::RaisedStopIteration.into())),
            result => Complete(result),
        }
    }
}

#[path = "../tests/e3_states.rs"]
mod tests;
