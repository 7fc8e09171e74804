//! Panics from outside of a task: of an observer of the loop's events, or of the world.

mod support;

use stage01::co;
use stage02::Interest;
use stage04::{
    EventLoop, Handle, Ready, Simulated, Source, Stream, Unanswered, World, cancel, ended, join,
    now, readable, sleep, spawn, writable, yield_now,
};
use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use support::{ms, promptly, until};
use testkit::observed;

/// Tasks that use every request, and share whatever can be shared; each gives true if nothing ended its waits too early.
fn everything<W: World>(event_loop: &mut EventLoop<W>) -> Vec<Handle<bool>> {
    let stream = Stream::new("A", 3);
    let slow = event_loop.spawn(sleep(ms(8)));
    let slower = event_loop.spawn(sleep(ms(9)));
    let mut tasks = vec![
        event_loop.spawn(until(0, readable(&stream))),
        event_loop.spawn(until(0, readable(&stream))),
        event_loop.spawn(until(0, writable(&stream))),
        event_loop.spawn(until(5, sleep(ms(5)))),
        event_loop.spawn(until(5, sleep(ms(5)))),
        event_loop.spawn(until(0, ended(&slow))),
        event_loop.spawn(until(0, ended(&slow))),
        event_loop.spawn(until(0, ended(&slower))),
        event_loop.spawn(until(0, yield_now())),
    ];
    tasks.push(event_loop.spawn(co(async |y| {
        let child = y.yield_from(spawn(until(4, sleep(ms(4))))).await?;
        y.yield_from(join(&child)).await
    })));
    for wait in [sleep(ms(5)), readable(&Stream::new("C", 5))] {
        tasks.push(event_loop.spawn(co(async move |y| {
            let _ = y.yield_from(wait).await; // also if it was lost: then it must not end the next one
            let deadline = y.yield_from(now()).await? + ms(10);
            y.yield_from(sleep(ms(10))).await?;
            Ok(y.yield_from(now()).await? >= deadline)
        })));
    }
    for wait in [
        until(0, readable(&Stream::new("B", 20))),
        until(0, sleep(ms(20))),
    ] {
        let waiting = event_loop.spawn(wait);
        tasks.push(event_loop.spawn(co(async move |y| {
            y.yield_from(sleep(ms(2))).await?;
            y.yield_from(cancel(&waiting)).await?;
            y.yield_from(sleep(ms(2))).await?; // a wait that the cancelled one must not end
            Ok(y.yield_from(now()).await? >= ms(4))
        })));
    }
    tasks
}

/// Runs the loop again and again until no panic leaves it.
fn run_through<W: World>(event_loop: &mut EventLoop<W>) {
    while catch_unwind(AssertUnwindSafe(|| event_loop.run().unwrap())).is_err() {}
}

/// Every task has ended, and as it should, but for those that the panic has told so.
fn check(tasks: &[Handle<bool>], at: usize) {
    let mut unanswered = 0;
    for (place, task) in tasks.iter().enumerate() {
        match task
            .result()
            .unwrap_or_else(|| panic!("{at}: lost {place}"))
        {
            Ok(in_time) => assert!(in_time, "{at}: {place} was woken too early"),
            Err(error) => {
                assert!(error.is::<Unanswered>(), "{at}: {place} raised {error}");
                unanswered += 1;
            }
        }
    }
    assert!(unanswered <= 1, "{at}: {unanswered} lost what they asked");
}

#[test]
fn a_panic_of_an_observer_at_any_event_loses_no_step() {
    promptly("every task, after every event", || {
        for at in 0.. {
            let mut event_loop = EventLoop::with(Simulated::new());
            let tasks = everything(&mut event_loop);
            let events = Arc::new(AtomicUsize::new(0));
            let count = events.clone();
            let sees = move |line| {
                if count.fetch_add(1, Ordering::Relaxed) == at {
                    panic!("the observer broke at {line}");
                }
            };
            observed(sees, || run_through(&mut event_loop));
            check(&tasks, at);
            let events = events.load(Ordering::Relaxed);
            if events <= at {
                assert!(at > 100, "only {at} events");
                return;
            }
        }
    });
}

/// A simulated world that panics in the call with this number.
struct Fragile {
    world: Simulated,
    calls: usize,
    breaks: usize,
}

impl Fragile {
    fn call(&mut self) {
        self.calls += 1;
        assert_ne!(self.calls, self.breaks, "the world broke");
    }
}

impl World for Fragile {
    fn now(&self) -> Duration {
        self.world.now()
    }
    fn watch(&mut self, source: &Source, interest: Option<Interest>) -> io::Result<()> {
        self.call();
        self.world.watch(source, interest)
    }
    fn select(&mut self, timeout: Option<Duration>) -> io::Result<Vec<Ready>> {
        self.call();
        self.world.select(timeout)
    }
}

#[test]
fn a_panic_of_the_world_in_any_call_loses_no_step() {
    promptly("every task, after every call", || {
        for breaks in 1.. {
            let mut event_loop = EventLoop::with(Fragile {
                world: Simulated::new(),
                calls: 0,
                breaks,
            });
            let tasks = everything(&mut event_loop);
            run_through(&mut event_loop);
            check(&tasks, breaks);
            if event_loop.world().calls < breaks {
                assert!(breaks > 10, "only {breaks} calls");
                return;
            }
        }
    });
}

#[test]
fn an_observer_may_run_a_loop_of_its_own_at_any_event() {
    promptly("both loops", || {
        let nested = |_| {
            let mut inner = EventLoop::with(Simulated::new());
            assert!(inner.run_until_complete(until(1, sleep(ms(1)))).unwrap());
        };
        let mut event_loop = EventLoop::with(Simulated::new());
        let tasks = everything(&mut event_loop);
        observed(nested, || event_loop.run().unwrap());
        check(&tasks, 0);
    });
}
