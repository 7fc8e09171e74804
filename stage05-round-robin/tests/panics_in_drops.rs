//! Panics of a payload, a result or a destructor; and destructors that use the loop.

mod support;

use stage01::{Coroutine, CoroutineState, Result, co};
use stage04::{Simulated, Stream};
use stage05::{
    Loop, Panicked,
    parking::{Look, Parking, Parks},
    run_tasks, sleep, yield_now,
};
use std::{
    cell::Cell,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind, panic_any},
    rc::Rc,
};
use support::{Log, ms, promptly, virtual_loop};
use testkit::{Bomb, contained};

/// Panics when it is resumed, and again when it is dropped.
struct Twice {
    _kept: Bomb,
}

impl Coroutine<Result> for Twice {
    type Yield = ();
    type Return = Result;

    fn resume(&mut self, _: Result) -> CoroutineState<(), Result> {
        panic!("when it is resumed")
    }
}

#[test]
fn a_payload_or_a_result_that_panics_when_it_is_dropped_harms_no_task() {
    promptly("the good tasks", || {
        let event_loop = Loop::new();
        let bad = || co(async |_| -> Result { panic_any(Bomb(3)) });
        let joined = event_loop.add_task(bad());
        let twice = event_loop.add_task(Twice { _kept: Bomb(3) });
        drop(event_loop.add_task(bad()));
        drop(event_loop.add_task(co(async |_| Ok(Bomb(3)))));
        let good = event_loop.add_task(yield_now());
        contained(|| event_loop.run());
        assert!(good.done());
        assert!(joined.result().unwrap().unwrap_err().is::<Panicked>());
        assert!(twice.result().unwrap().unwrap_err().is::<Panicked>());

        let results = contained(|| run_tasks(vec![Box::new(bad()), Box::new(yield_now())]));
        assert!(results[0].as_ref().unwrap_err().is::<Panicked>());
        assert!(results[1].is_ok());
    });
}

#[test]
fn in_the_parking_loop_it_harms_no_task_either() {
    struct TwiceParked {
        _kept: Bomb,
    }
    impl Coroutine<Result> for TwiceParked {
        type Yield = Parks;
        type Return = Result;
        fn resume(&mut self, _: Result) -> CoroutineState<Parks, Result> {
            panic!("when it is resumed")
        }
    }
    promptly("the good task", || {
        let mut parking = Parking::new(Simulated::new(), Look::EachTurn);
        let log = Log::default();
        let ended = log.clone();
        parking.add(co(async |_| panic_any(Bomb(3))));
        parking.add(TwiceParked { _kept: Bomb(3) });
        parking.add(co(async move |y| {
            y.yield_(Parks::Read((&Stream::new("A", 3)).into())).await?;
            ended.add("good");
            Ok(())
        }));
        contained(|| parking.run().unwrap());
        assert_eq!(log.lines(), ["good"]);
        assert_eq!(parking.failures().len(), 2);
        for _ in 0..2 {
            let bomb = Bomb(3);
            parking.add(co(async move |y| {
                let _kept = &bomb;
                y.yield_(Parks::Yield).await
            }));
        }
        contained(|| drop(parking)); // and no abort
    });
}

#[test]
fn a_result_that_panics_when_an_unwinding_task_drops_its_handle_harms_no_task() {
    promptly("the end of all tasks", || {
        let event_loop = virtual_loop();
        let kept = event_loop.add_task(co(async |_| Ok(Bomb(3))));
        let bad = event_loop.add_task(co(async move |y| -> Result {
            let _kept = kept;
            y.yield_from(sleep(ms(1))).await?;
            panic!("on purpose"); // a second panic, out of the handle's drop, would abort
        }));
        event_loop.run();
        assert!(bad.result().expect("it ended").is_err());
    });
}

#[test]
fn a_loop_drops_all_its_tasks_also_if_some_of_them_panic_then() {
    promptly("all of them", || {
        let dropped = Rc::new(());
        let event_loop = Loop::new();
        for _ in 0..3 {
            let (bomb, witness) = (Bomb(3), dropped.clone());
            event_loop.add_task(co(async move |y| {
                let _kept = (&bomb, &witness);
                y.yield_from(yield_now()).await
            }));
        }
        contained(|| drop(event_loop));
        assert_eq!(Rc::strong_count(&dropped), 1);
    });
}

/// Uses the current loop as it is dropped: adds a task, and runs one. Drops another loop, whose task does so, too.
struct UsesTheLoop(Rc<Cell<u32>>, Option<Loop>);

impl Drop for UsesTheLoop {
    fn drop(&mut self) {
        if let Ok(event_loop) = Loop::current() {
            event_loop.add_task(yield_now());
            event_loop.run_task(yield_now()).unwrap();
            assert!(event_loop.tasks() < 10);
        }
        drop(self.1.take());
        self.0.set(self.0.get() + 1);
    }
}

#[test]
fn a_destructor_may_use_and_drop_loops_wherever_it_runs() {
    promptly("six destructors", || {
        let ran = Rc::new(Cell::new(0));
        let make = || {
            let (other, inner) = (Loop::new(), UsesTheLoop(ran.clone(), None));
            other.add_task(co(async move |y| {
                let _inner = inner;
                y.yield_from(yield_now()).await
            }));
            UsesTheLoop(ran.clone(), Some(other))
        };
        let event_loop = Loop::new();
        let (inside, returned, left) = (make(), make(), make());
        drop(event_loop.add_task(co(async move |_| {
            drop(inside);
            Ok(returned) // dropped by the loop: there is no handle
        })));
        event_loop.run();
        assert_eq!(ran.get(), 4);
        event_loop.add_task(co(async move |y| {
            let _left = left; // dropped with the loop
            y.yield_from(yield_now()).await
        }));
        drop(event_loop);
        assert_eq!(ran.get(), 6);
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
fn an_error_that_was_never_seen_and_has_no_text_harms_no_task() {
    promptly("the good task", || {
        let failing = || co(async |_| -> Result { Err(Unspeakable.into()) });
        let event_loop = Loop::new();
        drop(event_loop.add_task(failing()));
        let kept = event_loop.add_task(failing());
        let good = event_loop.add_task(yield_now());
        event_loop.run();
        assert!(good.result().unwrap().is_ok());
        let unwinding = catch_unwind(AssertUnwindSafe(|| {
            let _kept = kept;
            panic!("on purpose");
        }));
        assert!(unwinding.is_err(), "and no abort");
    });
}
