//! The small runtime's executor, tasks and timers, with a loop and a clock of this test's: the runtime's own clock is real.

use crate::words::{Log, World, start};
use futures::future::LocalBoxFuture;
use random_programs::{Program, Ran};
use stage06::{
    combine::race,
    executor::Executor,
    join::{JoinHandle, joinable},
    runtime::yield_now,
    timers::{Timers, sleep_until},
};
use std::{
    cell::Cell,
    future::{Future, poll_fn},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

#[derive(Clone)]
struct Small(Rc<Parts>);

struct Parts {
    executor: Executor,
    timers: Rc<Timers>,
    begin: Instant,
    now: Cell<Instant>,
    polls: Rc<Cell<usize>>,
}

/// As `run_once`, with a clock that jumps.
pub(crate) fn run(program: &Program) -> Ran {
    let begin = Instant::now();
    let small = Small(Rc::new(Parts {
        executor: Executor::new(|| {}),
        timers: Timers::new(begin),
        begin,
        now: Cell::new(begin),
        polls: Rc::default(),
    }));
    let log = Rc::new(Log::default());
    for body in &program.0 {
        drop(start(&small, body.clone(), None, &log));
    }
    let Parts {
        executor, timers, ..
    } = &*small.0;
    while !executor.is_empty() {
        if executor.begin_park() {
            let deadline = timers.next_deadline().expect("the tasks wait forever");
            small.0.now.set(deadline);
        }
        executor.end_park();
        timers
            .expire(small.0.now.get())
            .into_iter()
            .for_each(Waker::wake);
        executor.run_ready();
    }
    assert_eq!(timers.next_deadline(), None, "a timer is left");
    assert_eq!(log.tasks.get(), 0, "a task is left");
    let (events, polls) = (log.events.take(), small.0.polls.get());
    Ran { events, polls }
}

pub(crate) struct Handle(JoinHandle<()>);

impl Future for Handle {
    type Output = bool;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<bool> {
        Pin::new(&mut self.0)
            .poll(context)
            .map(|outcome| outcome.is_ok())
    }
}

impl World for Small {
    type Handle = Handle;

    fn now(&self) -> u64 {
        (self.0.now.get() - self.0.begin).as_millis() as u64
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) -> Handle {
        let (task, handle) = joinable(task);
        let (mut task, polls) = (Box::pin(task), self.0.polls.clone());
        self.0.executor.spawn(poll_fn(move |context| {
            polls.set(polls.get() + 1);
            task.as_mut().poll(context)
        }));
        Handle(handle)
    }

    fn abort(handle: &Handle) {
        handle.0.abort();
    }

    fn sleep(&self, ms: u64) -> impl Future<Output = ()> {
        sleep_until(&self.0.timers, self.0.now.get() + Duration::from_millis(ms))
    }

    async fn within(&self, ms: u64, steps: LocalBoxFuture<'_, ()>) -> bool {
        let in_time = async {
            steps.await;
            true
        };
        let too_late = async {
            self.sleep(ms).await;
            false
        };
        race(in_time, too_late).await
    }

    async fn yield_now() {
        yield_now().await;
    }
}
