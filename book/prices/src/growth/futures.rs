//! The runtimes of futures: the small one, the full one, tokio. The same program for each.

use super::{HOUR, due};
use measure::machine::thread_time;
use stage01::Result;
use std::{
    future::{Future, pending, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};

/// What the two programs ask of a runtime.
trait Runtime {
    fn run(program: impl Future<Output = f64> + 'static) -> f64;
    fn spawn(task: impl Future<Output = ()> + 'static);
    fn yield_now() -> impl Future<Output = ()>;
    fn sleep(duration: Duration) -> impl Future<Output = ()> + 'static;
}

pub(super) struct Small;
pub(super) struct Full;
pub(super) struct Tokio;

impl Runtime for Small {
    fn run(program: impl Future<Output = f64> + 'static) -> f64 {
        let runtime = stage06::Runtime::new().expect("the system has a selector");
        let task = runtime.spawn(program);
        runtime.block_on(task).expect("it does not panic")
    }
    fn spawn(task: impl Future<Output = ()> + 'static) {
        drop(stage06::runtime::spawn(task));
    }
    fn yield_now() -> impl Future<Output = ()> {
        stage06::runtime::yield_now()
    }
    fn sleep(duration: Duration) -> impl Future<Output = ()> + 'static {
        stage06::runtime::sleep(duration)
    }
}

impl Runtime for Full {
    fn run(program: impl Future<Output = f64> + 'static) -> f64 {
        let runtime = stage06_full::Runtime::new();
        let task = runtime.spawn(program);
        runtime.block_on(task).expect("it does not panic")
    }
    fn spawn(task: impl Future<Output = ()> + 'static) {
        drop(stage06_full::spawn(task));
    }
    fn yield_now() -> impl Future<Output = ()> {
        stage06_full::yield_now()
    }
    fn sleep(duration: Duration) -> impl Future<Output = ()> + 'static {
        stage06_full::sleep(duration)
    }
}

impl Runtime for Tokio {
    fn run(program: impl Future<Output = f64> + 'static) -> f64 {
        let runtime = crate::marks::runtime();
        let task = runtime.spawn_local(program);
        runtime.block_on(task).expect("it does not panic")
    }
    fn spawn(task: impl Future<Output = ()> + 'static) {
        drop(tokio::task::spawn_local(task));
    }
    fn yield_now() -> impl Future<Output = ()> {
        tokio::task::yield_now()
    }
    fn sleep(duration: Duration) -> impl Future<Output = ()> + 'static {
        tokio::time::sleep(duration)
    }
}

fn steps<R: Runtime>(number: usize, operations: usize) -> f64 {
    let took = R::run(async move {
        for _ in 0..number {
            R::spawn(pending());
        }
        for _ in 0..2 + number / 32 {
            R::yield_now().await; // tokio polls 61 tasks a turn, and all of them are to wait
        }
        let start = thread_time();
        for _ in 0..operations {
            R::yield_now().await;
        }
        thread_time() - start
    });
    took / operations as f64
}

fn timers<R: Runtime>(number: usize, operations: usize) -> f64 {
    let took = R::run(async move {
        let mut waiting: Vec<_> = (0..number).map(|n| Box::pin(R::sleep(due(n)))).collect();
        poll_fn(|context| {
            for sleep in &mut waiting {
                assert!(sleep.as_mut().poll(context).is_pending());
            }
            Poll::Ready(())
        })
        .await;
        R::yield_now().await; // the loop has to know them, or tokio wakes it for each timer
        let start = thread_time();
        poll_fn(|context| {
            for _ in 0..operations {
                assert!(pin!(R::sleep(HOUR)).poll(context).is_pending());
            }
            Poll::Ready(())
        })
        .await;
        R::yield_now().await;
        thread_time() - start
    });
    took / operations as f64
}

/// A step of a task beside tasks that wait, in nanoseconds.
pub(super) fn step(on: super::On, number: usize, operations: usize) -> Result<f64> {
    Ok(match on {
        super::On::Small => steps::<Small>(number, operations),
        super::On::Full => steps::<Full>(number, operations),
        _ => steps::<Tokio>(number, operations),
    })
}

/// A timer that is set and cancelled beside timers that wait, in nanoseconds.
pub(super) fn timer(on: super::On, number: usize, operations: usize) -> Result<f64> {
    Ok(match on {
        super::On::Small => timers::<Small>(number, operations),
        super::On::Full => timers::<Full>(number, operations),
        _ => timers::<Tokio>(number, operations),
    })
}
