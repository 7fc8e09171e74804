//! The full runtime, in virtual time.

use crate::words::{Log, World, start};
use futures::future::LocalBoxFuture;
use random_programs::{Program, Ran};
use stage06_full::{JoinHandle, Runtime, now, sleep, spawn, timeout, yield_now};
use std::{
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

#[derive(Clone)]
struct Full {
    begin: Instant,
}

/// How often `block_on` polls its own future: first, and at the end.
const OWN: usize = 2;

pub(crate) fn run(program: &Program) -> Ran {
    let (runtime, log) = (Runtime::with_virtual_time(), Rc::new(Log::default()));
    runtime.block_on(async {
        let full = Full { begin: now() };
        for body in &program.0 {
            drop(start(&full, body.clone(), None, &log));
        }
        log.all_end().await;
    });
    let metrics = runtime.metrics();
    assert_eq!((metrics.tasks, metrics.timers), (0, 0), "something is left");
    let (events, polls) = (log.events.take(), metrics.polls as usize - OWN);
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

impl World for Full {
    type Handle = Handle;

    fn now(&self) -> u64 {
        (now() - self.begin).as_millis() as u64
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) -> Handle {
        Handle(spawn(task))
    }

    fn abort(handle: &Handle) {
        handle.0.abort();
    }

    async fn sleep(&self, ms: u64) {
        sleep(Duration::from_millis(ms)).await;
    }

    async fn within(&self, ms: u64, steps: LocalBoxFuture<'_, ()>) -> bool {
        timeout(Duration::from_millis(ms), steps).await.is_ok()
    }

    async fn yield_now(&self) {
        yield_now().await;
    }
}
