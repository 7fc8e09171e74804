//! A generator that knows whether it is suspended or closed, and has no other rule.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Exception, GeneratorExit, GeneratorState, Result,
};

// ANCHOR: MyGenerator
pub struct MyGenerator<C> {
    body: C,
    pub state: GeneratorState,
}

impl<C, V> MyGenerator<C>
where
    C: Coroutine<Result<Option<i32>>, Yield = i32, Return = Result<V>>,
{
    pub fn send(&mut self, value: Option<i32>) -> CoroutineState<i32, Result<V>> {
        self.turn(Ok(value))
    }

    pub fn throw(&mut self, error: Exception) -> CoroutineState<i32, Result<V>> {
        self.turn(Err(error))
    }

    pub fn close(&mut self) -> Result {
        let _ = self.throw(GeneratorExit.into());
        Ok(())
    }

    fn turn(&mut self, arg: Result<Option<i32>>) -> CoroutineState<i32, Result<V>> {
        let answer = self.body.resume(arg);
        self.state = match answer {
            Yielded(_) => GeneratorState::Suspended,
            Complete(_) => GeneratorState::Closed,
        };
        answer
    }
}
// ANCHOR_END: MyGenerator

impl<C> MyGenerator<C> {
    pub fn new(body: C) -> Self {
        let state = GeneratorState::Created;
        MyGenerator { body, state }
    }
}
