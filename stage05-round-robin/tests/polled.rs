//! Futures as tasks, and tasks as futures.

mod support;

use stage01::{Coroutine, CoroutineState::Complete, Exception, Result};
use stage05::{Loop, awaited, polled, sleep, yield_now};
use std::{
    fmt,
    future::Future as _,
    future::poll_fn,
    task::{Context, Poll, Waker},
};
use support::{Log, ms, promptly, virtual_loop};

#[test]
fn a_turn_is_a_poll() {
    promptly("the future", || {
        let event_loop = Loop::new();
        let mut polls = 0;
        let future = poll_fn(move |_| {
            polls += 1;
            match polls {
                5 => Poll::Ready(Ok(polls)),
                _ => Poll::Pending,
            }
        });
        assert_eq!(event_loop.run_task(polled(future)).unwrap(), 5);
        assert_eq!(event_loop.steps(), 5);
    });
}

#[test]
fn async_blocks_take_turns() {
    promptly("two async blocks", || {
        let log = Log::default();
        let event_loop = virtual_loop();
        for (name, time) in [("a", 2), ("b", 3)] {
            let log = log.clone();
            event_loop.add_task(polled(async move {
                for n in 1..=2 {
                    awaited(sleep(ms(time))).await?;
                    log.add(format!("{name}{n} {:?}", Loop::current()?.now()));
                }
                Ok(())
            }));
        }
        event_loop.run();
        assert_eq!(log.lines(), ["a1 2ms", "b1 3ms", "a2 4ms", "b2 6ms"]);
    });
}

#[test]
fn an_error_passes_through() {
    promptly("the error", || {
        let failing = async { Err::<(), _>(fmt::Error.into()) };
        let both_ways = polled(awaited(polled(failing)));
        let error = Loop::new().run_task(both_ways).unwrap_err();
        assert!(error.is::<fmt::Error>());
    });
}

#[test]
fn what_is_thrown_in_is_raised_and_the_future_is_not_polled() {
    promptly("the error", || {
        let mut task = polled(async { panic!("polled") as Result });
        let thrown = task.resume(Err(Exception::from(fmt::Error)));
        assert!(matches!(thrown, Complete(Err(e)) if e.is::<fmt::Error>()));
    });
}

#[test]
fn a_task_as_a_future_calls_no_waker() {
    promptly("two polls", || {
        struct Counting(std::sync::atomic::AtomicUsize);
        impl std::task::Wake for Counting {
            fn wake(self: std::sync::Arc<Self>) {
                self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            }
        }
        let counting = std::sync::Arc::new(Counting(0.into()));
        let waker = Waker::from(counting.clone());
        let mut context = Context::from_waker(&waker);
        let mut future = Box::pin(awaited(yield_now()));
        assert!(future.as_mut().poll(&mut context).is_pending());
        assert!(future.as_mut().poll(&mut context).is_ready());
        assert_eq!(counting.0.load(std::sync::atomic::Ordering::Relaxed), 0);
    });
}
