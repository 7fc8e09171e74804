//! Panics from outside of a task: of an observer of the loop's events, and of the clock.

mod support;

use stage01::co;
use stage05::{Clock, Handle, Loop, Virtual, sleep, yield_now};
use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use support::{ms, promptly, turns, virtual_loop};
use testkit::observed;

/// Tasks that sleep, yield, wait for each other, and add another.
fn everything(event_loop: &Loop) -> Vec<Handle> {
    let slow = event_loop.add_task(sleep(ms(5)));
    let adds = event_loop.add_task(co(async |y| {
        let child = Loop::current()?.add_task(sleep(ms(3)));
        y.yield_from(child.join()).await
    }));
    let counter = Rc::default();
    vec![
        event_loop.add_task(slow.join()),
        event_loop.add_task(slow.join()),
        event_loop.add_task(turns(3, &counter)),
        event_loop.add_task(yield_now()),
        slow,
        adds,
    ]
}

/// Runs the loop again and again until no panic leaves it.
fn run_through(event_loop: &Loop) {
    while catch_unwind(AssertUnwindSafe(|| event_loop.run())).is_err() {}
}

fn all_succeeded(tasks: &[Handle]) -> bool {
    tasks
        .iter()
        .all(|task| task.result().is_some_and(|r| r.is_ok()))
}

#[test]
fn a_panic_of_an_observer_at_any_step_or_end_loses_no_task() {
    promptly("every task, after every event", || {
        for at in 0.. {
            let event_loop = virtual_loop();
            let tasks = everything(&event_loop);
            let events = Arc::new(AtomicUsize::new(0));
            let count = events.clone();
            let sees = move |line: String| {
                // That a task was added is told to the task that adds it: there it is that task's panic.
                if !line.starts_with("add") && count.fetch_add(1, Ordering::Relaxed) == at {
                    panic!("the observer broke at {line}");
                }
            };
            observed(sees, || run_through(&event_loop));
            assert!(all_succeeded(&tasks), "at {at}: {tasks:?}");
            if events.load(Ordering::Relaxed) <= at {
                assert!(at > 30, "only {at} events");
                return;
            }
        }
    });
}

#[test]
fn a_task_is_added_although_an_observer_panics_at_that() {
    promptly("the task", || {
        let event_loop = Loop::new();
        let counter = Rc::default();
        let added = catch_unwind(AssertUnwindSafe(|| {
            let breaks = |_| panic!("the observer broke");
            observed(breaks, || event_loop.add_task(turns(3, &counter)))
        }));
        assert!(added.is_err());
        event_loop.run();
        assert_eq!(counter.get(), 3);
    });
}

/// A virtual clock that breaks at the end of the second turn.
#[derive(Debug, Default)]
struct Fragile(Virtual, Cell<u32>);

impl Clock for Fragile {
    fn now(&self) -> Duration {
        self.0.now()
    }
    fn turn_ended(&self) {
        self.0.turn_ended();
        self.1.set(self.1.get() + 1);
        assert_ne!(self.1.get(), 2, "the clock broke");
    }
}

#[test]
fn a_panic_of_the_clock_loses_no_task() {
    promptly("every task", || {
        let event_loop = Loop::with_clock(Fragile::default());
        let tasks = everything(&event_loop);
        run_through(&event_loop);
        assert!(all_succeeded(&tasks), "{tasks:?}");
    });
}

#[test]
fn an_observer_may_use_the_loop_at_any_event() {
    promptly("every task", || {
        let counted = Arc::new(AtomicUsize::new(0));
        let count = counted.clone();
        let uses = move |_| {
            let Ok(event_loop) = Loop::current() else {
                return;
            };
            if count.fetch_add(1, Ordering::Relaxed) < 20 {
                event_loop.add_task(yield_now());
                event_loop.run_task(yield_now()).unwrap();
            }
        };
        let event_loop = virtual_loop();
        let tasks = everything(&event_loop);
        observed(uses, || event_loop.run());
        assert!(all_succeeded(&tasks), "{tasks:?}");
        assert!(counted.load(Ordering::Relaxed) > 1);
    });
}
