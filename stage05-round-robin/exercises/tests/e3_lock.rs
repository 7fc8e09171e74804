//! The provided tests of s5e3.

use super::*;
use stage01::{
    CoroutineState::{Complete, Yielded},
    Routine, co,
};
use stage05::{Loop, yield_now};
use std::time::Duration;
use testkit::within;

#[path = "e3_lock/orders.rs"]
mod orders;

fn check(test: impl FnOnce(Lock) + Send + 'static) {
    within(Duration::from_secs(5), "the lock to be handed on", || {
        test(Lock::default())
    });
}

/// One step of a task that wants the lock.
fn step(waiting: &mut impl Task<Guard>) -> Option<Guard> {
    match waiting.resume(Ok(())) {
        Yielded(()) => None,
        Complete(Ok(guard)) => Some(guard),
        Complete(Err(error)) => panic!("a task should wait for the lock, and it fails: {error}"),
    }
}

fn took(lock: &Lock) -> Guard {
    step(&mut lock.lock()).expect("a new lock is free, and the first step should take it")
}

#[test]
fn a_free_lock_is_taken_at_once() {
    check(|lock| drop(took(&lock)));
}

#[test]
fn a_lock_that_is_held_is_waited_for() {
    check(|lock| {
        let _guard = took(&lock);
        let mut second = lock.lock();
        assert!(
            step(&mut second).is_none() && step(&mut second).is_none(),
            "the first task holds the lock, and a second one got it"
        );
    });
}

#[test]
fn dropping_the_guard_frees_it() {
    check(|lock| {
        let guard = took(&lock);
        let mut second = lock.lock();
        assert!(step(&mut second).is_none(), "the first task holds the lock");
        drop(guard);
        assert!(
            step(&mut second).is_some(),
            "the guard was dropped, so the lock is free"
        );
    });
}

#[test]
fn a_lock_can_be_taken_again_and_again() {
    check(|lock| {
        for _ in 0..3 {
            drop(took(&lock));
        }
    });
}

#[test]
fn clones_are_the_same_lock() {
    check(|lock| {
        let _guard = took(&lock);
        assert!(
            step(&mut lock.clone().lock()).is_none(),
            "the lock is held, so its clone is held, too"
        );
    });
}

#[test]
fn the_first_to_ask_is_the_first_to_get_it() {
    check(|lock| {
        let guard = took(&lock);
        let (mut second, mut third) = (lock.lock(), lock.lock());
        drop(guard);
        assert!(
            step(&mut third).is_none(),
            "the third task took the first step, but the second had asked before it"
        );
        let guard = step(&mut second).expect("the second task asked first, and the lock is free");
        assert!(step(&mut third).is_none(), "the second task holds the lock");
        drop(guard);
        assert!(step(&mut third).is_some(), "no task is before the third");
    });
}

#[test]
fn a_task_that_gives_up_holds_up_no_other() {
    check(|lock| {
        let guard = took(&lock);
        let (mut second, mut third) = (lock.lock(), lock.lock());
        assert!(
            step(&mut second).is_none() && step(&mut third).is_none(),
            "the first task holds the lock"
        );
        drop(second);
        drop(guard);
        assert!(
            step(&mut third).is_some(),
            "the second task gave up, so no task is before the third"
        );
    });
}

#[test]
fn a_task_that_never_took_a_step_holds_up_no_other() {
    check(|lock| {
        drop(lock.lock());
        assert!(
            step(&mut lock.lock()).is_some(),
            "the first task was dropped before its first step, so no task is before the second"
        );
    });
}

#[test]
fn ten_tasks_write_whole_lines() {
    check(|lock| {
        let event_loop = Loop::new();
        let page = Rc::<RefCell<String>>::default();
        for _ in 0..10 {
            let (lock, page) = (lock.clone(), page.clone());
            event_loop.add_task(co(async move |y| {
                let _guard = y.yield_from(lock.lock()).await?;
                page.borrow_mut().push('(');
                y.yield_from(yield_now()).await?;
                page.borrow_mut().push(')');
                Ok(())
            }));
        }
        event_loop.run();
        assert_eq!(
            page.take(),
            "()".repeat(10),
            "each task writes both halves while it holds the lock"
        );
    });
}
