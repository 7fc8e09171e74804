//! Coroutines that are written by hand.

use crate::ours::{Body, Notes, Sent};
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete},
    Generator, Result, raising, yield_from,
};

/// Ignores what the first resume hands in, an exception too, as a machine does whose first state has no use for it.
pub(crate) struct Deaf<C> {
    pub(crate) body: C,
    pub(crate) started: bool,
}

impl<C> Coroutine<Result<Sent>> for Deaf<C>
where
    C: Coroutine<Result<Sent>, Yield = i64, Return = Result<i64>>,
{
    type Yield = i64;
    type Return = Result<i64>;

    fn resume(&mut self, sent: Result<Sent>) -> CoroutineState<i64, Result<i64>> {
        let started = std::mem::replace(&mut self.started, true);
        self.body.resume(if started { sent } else { Ok(None) })
    }
}

/// Delegates to one generator, and then to another.
pub(crate) struct Both {
    pub(crate) first: Generator<Body, Sent>,
    pub(crate) second: Generator<Body, Sent>,
    pub(crate) is_second: bool,
    pub(crate) notes: Notes,
}

impl Coroutine<Result<Sent>> for Both {
    type Yield = i64;
    type Return = Result<i64>;

    fn resume(&mut self, mut sent: Result<Sent>) -> CoroutineState<i64, Result<i64>> {
        raising(|| {
            if !self.is_second {
                let returned = yield_from!(self.first, sent)?;
                self.notes.borrow_mut().push(format!("first {returned}"));
                self.is_second = true;
            }
            let returned = yield_from!(self.second, sent)?;
            self.notes.borrow_mut().push(format!("second {returned}"));
            Ok(Complete(Ok(1)))
        })
    }
}
