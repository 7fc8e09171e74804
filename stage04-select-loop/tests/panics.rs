//! Panics from outside of a task: of an observer of the loop's events, of the world, of a payload, of a destructor.

mod support;

use stage01::{Coroutine, CoroutineState, Result, co};
use stage02::Interest;
use stage04::{
    Asks, EventLoop, Handle, Panicked, Ready, Request, Simulated, Source, Stream, Unanswered,
    World, cancel, ended, join, now, readable, sleep, spawn, writable, yield_now,
};
use std::{
    cell::Cell,
    fmt, io, mem,
    panic::{AssertUnwindSafe, catch_unwind, panic_any},
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use support::{ms, promptly, simulated};
use testkit::observed;

/// Panics when it is dropped; and so does what that panic carries, so many times.
struct Bomb(u32);

impl Drop for Bomb {
    fn drop(&mut self) {
        if self.0 > 0 {
            panic_any(Bomb(self.0 - 1));
        }
    }
}

/// Waits for this, and checks that it did not wait too short.
fn until(deadline: u64, wait: impl Asks + 'static) -> impl Asks<bool> {
    co(async move |y| {
        y.yield_from(wait).await?;
        Ok(y.yield_from(now()).await? >= ms(deadline))
    })
}

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

/// Runs this, and lets no payload out: the one that panics when it is dropped would take the test with it.
fn contained<T>(run: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|payload| {
        mem::forget(payload);
        panic!("a panic got out")
    })
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
fn a_panic_of_an_observer_at_any_event_loses_nobodys_turn() {
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
fn a_panic_of_the_world_in_any_call_loses_nobodys_turn() {
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

#[test]
fn a_payload_that_panics_when_it_is_dropped_harms_nobody() {
    promptly("the good task", || {
        let mut event_loop = EventLoop::with(Simulated::new());
        let bad = || co(async |_| -> Result { panic_any(Bomb(3)) });
        let joined = event_loop.spawn(bad());
        drop(event_loop.spawn(bad()));
        let good = event_loop.spawn(until(1, sleep(ms(1))));
        contained(|| event_loop.run().unwrap());
        assert!(good.result().unwrap().unwrap());
        assert!(joined.result().unwrap().unwrap_err().is::<Panicked>());
    });
}

/// Panics when it is resumed, and again when it is dropped.
struct Twice {
    _kept: Bomb,
}

impl Coroutine<Result> for Twice {
    type Yield = Request;
    type Return = Result;

    fn resume(&mut self, _: Result) -> CoroutineState<Request, Result> {
        panic!("when it is resumed")
    }
}

#[test]
fn a_task_that_panics_and_panics_again_when_it_is_dropped_ends_once() {
    promptly("the good task", || {
        let mut event_loop = EventLoop::with(Simulated::new());
        let bad = event_loop.spawn(Twice { _kept: Bomb(3) });
        let waits = event_loop.spawn(ended(&bad));
        contained(|| event_loop.run().unwrap());
        assert!(waits.result().unwrap().is_ok());
        assert!(bad.result().unwrap().unwrap_err().is::<Panicked>());
    });
}

#[test]
fn a_result_that_panics_when_the_loop_drops_it_harms_nobody() {
    promptly("the good task", || {
        let mut event_loop = EventLoop::with(Simulated::new());
        drop(event_loop.spawn(co(async |_| Ok(Bomb(3)))));
        let good = event_loop.spawn(until(1, sleep(ms(1))));
        contained(|| event_loop.run().unwrap());
        assert!(good.result().unwrap().unwrap());
    });
}

#[test]
fn a_result_that_panics_when_an_unwinding_task_drops_its_handle_harms_nobody() {
    promptly("the end of all tasks", || {
        let mut event_loop = EventLoop::with(Simulated::new());
        let kept = event_loop.spawn(co(async |_| Ok(Bomb(3))));
        let bad = event_loop.spawn(co(async move |y| -> Result {
            let _kept = kept;
            y.yield_from(sleep(ms(1))).await?;
            panic!("on purpose"); // a second panic, out of the handle's drop, would abort
        }));
        event_loop.run().expect("it can go on");
        assert!(bad.result().expect("it ended").is_err());
    });
}

#[test]
fn a_loop_drops_all_its_tasks_also_if_some_of_them_panic_then() {
    promptly("all of them", || {
        let dropped = Rc::new(());
        let mut event_loop = EventLoop::with(Simulated::new());
        for _ in 0..3 {
            let (bomb, witness) = (Bomb(3), dropped.clone());
            event_loop.spawn(co(async move |y| {
                let _kept = (&bomb, &witness);
                y.yield_from(sleep(ms(1))).await
            }));
        }
        contained(|| drop(event_loop));
        assert_eq!(Rc::strong_count(&dropped), 1);
    });
}

/// Runs a whole loop as it is dropped, and drops another.
struct RunsALoop(Rc<Cell<u32>>, Option<EventLoop<Simulated>>);

impl Drop for RunsALoop {
    fn drop(&mut self) {
        assert!(simulated(until(1, sleep(ms(1)))).0.unwrap());
        drop(self.1.take());
        self.0.set(self.0.get() + 1);
    }
}

#[test]
fn a_destructor_may_run_and_drop_loops_wherever_it_runs() {
    promptly("three destructors", || {
        let ran = Rc::new(Cell::new(0));
        let make = || {
            let mut other = EventLoop::with(Simulated::new());
            other.spawn(sleep(ms(1)));
            RunsALoop(ran.clone(), Some(other))
        };
        let mut event_loop = EventLoop::with(Simulated::new());
        let (inside, returned, left) = (make(), make(), make());
        drop(event_loop.spawn(co(async move |_| {
            drop(inside);
            Ok(returned) // dropped by the loop: there is no handle
        })));
        event_loop.spawn(co(async move |y| {
            let _left = left; // dropped with the loop
            y.yield_from(readable(&Stream::never("A"))).await
        }));
        event_loop.run().unwrap_err(); // a deadlock
        assert_eq!(ran.get(), 2);
        drop(event_loop);
        assert_eq!(ran.get(), 3);
    });
}

/// An error whose text cannot be had.
#[derive(Debug)]
struct Unspeakable;

impl fmt::Display for Unspeakable {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        panic!("no words for it")
    }
}
impl std::error::Error for Unspeakable {}

#[test]
fn an_error_that_nobody_saw_and_that_cannot_be_told_harms_nobody() {
    promptly("the good task", || {
        let failing = || co(async |_| -> Result { Err(Unspeakable.into()) });
        let mut event_loop = EventLoop::with(Simulated::new());
        drop(event_loop.spawn(failing()));
        let kept = event_loop.spawn(failing());
        let good = event_loop.spawn(until(1, sleep(ms(1))));
        event_loop.run().unwrap();
        assert!(good.result().unwrap().unwrap());
        let unwinding = catch_unwind(AssertUnwindSafe(|| {
            let _kept = kept;
            panic!("on purpose");
        }));
        assert!(unwinding.is_err(), "and no abort");
    });
}
