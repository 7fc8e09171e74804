//! An executor, timers, and a clock that the loop sets: time is made up, and takes none.

use crate::{BoxFuture, map};
use stage06::{executor::Executor, snapshot, timers};
use std::{
    cell::Cell,
    rc::Rc,
    time::{Duration, Instant},
};

/// What the programs ask of timers.
pub(crate) trait Timers {
    fn sleep_until(&self, deadline: Instant) -> BoxFuture;
    fn next_deadline(&self) -> Option<Instant>;
    fn expire(&self, now: Instant);
}

impl Timers for Rc<map::Timers> {
    fn sleep_until(&self, deadline: Instant) -> BoxFuture {
        Box::pin(map::sleep_until(self, deadline))
    }

    fn next_deadline(&self) -> Option<Instant> {
        (**self).next_deadline()
    }

    fn expire(&self, now: Instant) {
        (**self).expire(now);
    }
}

impl Timers for Rc<timers::Timers> {
    fn sleep_until(&self, deadline: Instant) -> BoxFuture {
        Box::pin(timers::sleep_until(self, deadline))
    }

    fn next_deadline(&self) -> Option<Instant> {
        (**self).next_deadline()
    }

    fn expire(&self, now: Instant) {
        (**self).expire(now).into_iter().for_each(|w| w.wake());
    }
}

pub(crate) struct World {
    pub(crate) executor: Executor,
    timers: Box<dyn Timers>,
    begin: Instant,
    now: Cell<Instant>,
}

impl World {
    pub(crate) fn new(begin: Instant, timers: Box<dyn Timers>) -> Rc<Self> {
        Rc::new(World {
            executor: Executor::new(|| ()),
            timers,
            begin,
            now: Cell::new(begin),
        })
    }

    /// Runs until no task is ready and no timer is set. Returns how often the loop has slept.
    pub(crate) fn run(&self) -> usize {
        let mut sleeps = 0;
        loop {
            self.executor.run_ready();
            if !self.executor.begin_park() {
                continue; // a task is ready
            }
            let Some(deadline) = self.timers.next_deadline() else {
                return sleeps;
            };
            self.now.set(deadline); // a real loop sleeps here
            self.executor.end_park();
            sleeps += 1;
            self.timers.expire(deadline);
        }
    }

    /// A sleep that ends so many milliseconds after the beginning.
    pub(crate) fn sleep_until(&self, ms: u64) -> BoxFuture {
        let deadline = self.begin + Duration::from_millis(ms);
        self.timers.sleep_until(deadline)
    }

    /// The milliseconds since the beginning.
    pub(crate) fn ms(&self) -> u128 {
        (self.now.get() - self.begin).as_millis()
    }

    /// The number of tasks that have not ended.
    pub(crate) fn waiting(&self) -> usize {
        snapshot::tasks(&self.executor).len()
    }
}
