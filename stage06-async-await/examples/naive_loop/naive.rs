//! The loop in its first versions: the parts of this stage, joined in another order.

use crate::{BoxFuture, Runtime};
use stage06::{
    executor::Executor,
    panic::catch_panic,
    reactor::Reactor,
    timers::{Timers, sleep_until},
};
use std::{
    cell::Cell,
    io,
    rc::Rc,
    task::Waker,
    time::{Duration, Instant},
};

/// An executor, timers and a reactor.
pub(crate) struct Loop {
    executor: Executor,
    timers: Rc<Timers>,
    reactor: Rc<Reactor>,
}

impl Loop {
    pub(crate) fn new() -> io::Result<Rc<Self>> {
        let reactor = Reactor::new()?;
        Ok(Rc::new(Loop {
            executor: Executor::new(reactor.unparker()?),
            timers: Timers::new(Instant::now()),
            reactor,
        }))
    }

    // ANCHOR: until_idle
    /// Version 1: run tasks until none is ready, then sleep.
    pub(crate) fn until_idle(&self) -> io::Result<()> {
        while !self.executor.begin_park() {
            self.executor.run_ready();
        }
        let ready = self.reactor.poll(self.until_next_deadline());
        self.executor.end_park();
        ready?.into_iter().for_each(wake); // an error leaves the timers where they are
        let expired = self.timers.expire(Instant::now());
        expired.into_iter().for_each(wake);
        Ok(())
    }
    // ANCHOR_END: until_idle

    // ANCHOR: one_round
    /// Version 2: run each task that is ready, once, then sleep.
    pub(crate) fn one_round(&self) -> io::Result<()> {
        self.executor.run_ready();
        self.executor.begin_park();
        let ready = self.reactor.poll(self.until_next_deadline());
        self.executor.end_park();
        ready?.into_iter().for_each(wake); // an error leaves the timers where they are
        let expired = self.timers.expire(Instant::now());
        expired.into_iter().for_each(wake);
        Ok(())
    }
    // ANCHOR_END: one_round

    // ANCHOR: until_next_deadline
    /// The longest that the loop may sleep. `None`: until it is unparked.
    fn until_next_deadline(&self) -> Option<Duration> {
        let deadline = self.timers.next_deadline()?;
        Some(deadline.saturating_duration_since(Instant::now()))
    }
    // ANCHOR_END: until_next_deadline

    /// Runs a task to its end, turn by turn.
    pub(crate) fn run(
        &self,
        turn: fn(&Self) -> io::Result<()>,
        main: impl Future<Output = ()> + 'static,
    ) -> io::Result<()> {
        let ended = Rc::new(Cell::new(false));
        let end = ended.clone();
        self.executor.spawn(async move {
            main.await;
            end.set(true);
        });
        while !ended.get() {
            turn(self)?;
        }
        Ok(())
    }
}

/// Calls a waker. A waker may panic, and the loop still has to call the others.
fn wake(waker: Waker) {
    let _the_hook_has_told = catch_panic(|| waker.wake());
}

impl Runtime for Loop {
    fn spawn(&self, task: BoxFuture) {
        self.executor.spawn(task);
    }

    fn sleep(&self, duration: Duration) -> BoxFuture {
        Box::pin(sleep_until(&self.timers, Instant::now() + duration))
    }
}
