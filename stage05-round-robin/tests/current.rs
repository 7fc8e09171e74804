//! The current loop: inside of a task, under nesting, after a panic, and outside.

mod support;

use stage01::co;
use stage05::{Clock, Loop, NoLoop, yield_now};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};
use support::{panicking, promptly};

#[test]
fn there_is_none_outside_of_a_loop() {
    promptly("one turn", || {
        assert_eq!(Loop::current(), Err(NoLoop));
        Loop::new().run_task(yield_now()).unwrap();
        assert_eq!(Loop::current(), Err(NoLoop), "it was never reset");
    });
}

#[test]
fn a_nested_loop_is_current_while_it_runs_and_then_the_outer_one_is_again() {
    promptly("both loops", || {
        let (outer, inner) = (Loop::new(), Loop::new());
        let (outer_again, inner_again) = (outer.clone(), inner.clone());
        assert_ne!(outer, inner, "each loop equals its own clones alone");
        outer
            .run_task(co(async move |y| {
                assert_eq!(Loop::current()?, outer_again);
                let seen = inner.run_task(co(async |_| Ok(Loop::current()?)))?;
                assert_eq!(seen, inner_again);
                assert_eq!(Loop::current()?, outer_again);
                y.yield_from(yield_now()).await?;
                inner.run();
                assert_eq!(Loop::current()?, outer_again);
                Ok(())
            }))
            .unwrap();
    });
}

/// A clock that breaks at the end of a turn.
#[derive(Debug)]
struct Broken;

impl Clock for Broken {
    fn now(&self) -> Duration {
        Duration::ZERO
    }
    fn turn_ended(&self) {
        panic!("the clock broke");
    }
}

#[test]
fn the_outer_loop_is_current_again_after_a_panic() {
    promptly("both loops", || {
        let outer = Loop::new();
        let again = outer.clone();
        outer
            .run_task(co(async move |_| {
                let _ = Loop::new().run_task(panicking());
                assert_eq!(Loop::current()?, again);
                let inner = Loop::with_clock(Broken);
                let broke = catch_unwind(AssertUnwindSafe(|| inner.run_task(yield_now())));
                assert!(broke.is_err());
                assert_eq!(Loop::current()?, again);
                Ok(())
            }))
            .unwrap();
        assert_eq!(Loop::current(), Err(NoLoop));
    });
}

#[test]
fn a_task_may_run_its_own_loop_within_its_step() {
    promptly("the others", || {
        let event_loop = Loop::new();
        let other = event_loop.add_task(yield_now());
        let done = other.clone();
        event_loop
            .run_task(co(async move |_| {
                Loop::current()?.run();
                assert!(done.done());
                Ok(())
            }))
            .unwrap();
    });
}
