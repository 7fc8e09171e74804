//! What panics when it is dropped: a payload, a coroutine, a result. And what is told of an error that no task has seen.

mod support;

use stage01::{Coroutine, CoroutineState, Result, co};
use stage04::{EventLoop, Panicked, Request, Simulated, Stream, ended, readable, sleep};
use std::{
    cell::Cell,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind, panic_any},
    rc::Rc,
};
use support::{ms, promptly, simulated, until};
use testkit::{Bomb, contained};

#[test]
fn a_payload_that_panics_when_it_is_dropped_harms_no_other_task() {
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
fn a_result_that_panics_when_the_loop_drops_it_harms_no_other_task() {
    promptly("the good task", || {
        let mut event_loop = EventLoop::with(Simulated::new());
        drop(event_loop.spawn(co(async |_| Ok(Bomb(3)))));
        let good = event_loop.spawn(until(1, sleep(ms(1))));
        contained(|| event_loop.run().unwrap());
        assert!(good.result().unwrap().unwrap());
    });
}

#[test]
fn a_result_that_panics_when_an_unwinding_task_drops_its_handle_harms_no_other_task() {
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
fn an_error_that_nobody_saw_and_that_cannot_be_told_harms_no_other_task() {
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
