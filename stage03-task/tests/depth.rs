//! However much is done already, one step is on the stack at a time. A test's thread has 2 MiB of it.

mod support;

use stage01::co;
use stage02::{EventLoop, Future};
use stage03::{Await, Task};
use std::time::Duration;
use support::result;

/// Runs a check that takes a while, and must not hang.
fn in_time(awaited: &str, check: impl FnOnce() + Send + 'static) {
    testkit::within(Duration::from_secs(120), awaited, check);
}

#[test]
fn a_million_futures_that_are_done_fit_the_stack() {
    in_time("a million futures", || {
        let event_loop = EventLoop::new().unwrap();
        let one = Future::new(&event_loop);
        one.set_result(1).unwrap();
        let task = Task::spawn(
            &event_loop,
            co(async move |y| {
                let mut sum = 0;
                for _ in 0..1_000_000 {
                    sum += y.yield_from(Await::new(&one)).await?;
                }
                Ok(sum)
            }),
        );
        event_loop.run().unwrap();
        assert_eq!(result(&task).unwrap(), 1_000_000);
    });
}

#[test]
fn a_chain_of_100_001_joined_tasks_fits_the_stack() {
    in_time("the last task", || {
        let event_loop = EventLoop::new().unwrap();
        let start = Future::new(&event_loop);
        let first = Task::spawn(&event_loop, Await::new(&start));
        let last = (0..100_000).fold(first, |previous, _| {
            Task::spawn(
                &event_loop,
                co(async move |y| Ok(y.yield_from(previous.join()).await? + 1)),
            )
        });
        event_loop.run().unwrap();
        assert!(!last.done());
        start.set_result(1).unwrap();
        event_loop.run().unwrap();
        assert_eq!(result(&last).unwrap(), 100_001);
    });
}

#[test]
fn a_task_that_never_stops_finding_finished_futures_lets_others_have_their_turns() {
    in_time("the other task", || {
        let event_loop = EventLoop::new().unwrap();
        let (done, stop) = (Future::new(&event_loop), Future::new(&event_loop));
        done.set_result(()).unwrap();
        let stopped = stop.clone();
        let greedy = Task::spawn(
            &event_loop,
            co(async move |y| {
                while !stopped.done() {
                    let () = y.yield_from(Await::new(&done)).await?;
                }
                Ok(())
            }),
        );
        let other = Task::spawn(
            &event_loop,
            co(async move |_| Ok(stop.set_result(()).is_ok())),
        );
        event_loop.run().unwrap();
        result(&greedy).unwrap();
        assert!(result(&other).unwrap());
    });
}
