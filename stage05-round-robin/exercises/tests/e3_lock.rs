//! The provided tests of s5e3.

use super::*;
use stage01::{
    CoroutineState::{Complete, Yielded},
    co,
};
use stage05::{Loop, yield_now};
use std::time::Duration;
use testkit::within;

fn check(test: impl FnOnce(Lock) + Send + 'static) {
    within(Duration::from_secs(3), "the lock to be handed on", || {
        test(Lock::default())
    });
}

/// One turn of a task that wants the lock.
fn turn(waiting: &mut impl Task<Guard>) -> Option<Guard> {
    match waiting.resume(Ok(())) {
        Yielded(()) => None,
        Complete(guard) => Some(guard.expect("waiting for a lock does not fail")),
    }
}

#[test]
fn a_free_lock_is_taken_at_once() {
    check(|lock| assert!(turn(&mut lock.lock()).is_some(), "nobody holds it"));
}

#[test]
fn a_lock_that_is_held_is_waited_for() {
    check(|lock| {
        let _guard = turn(&mut lock.lock()).expect("nobody holds it");
        let mut second = lock.lock();
        assert!(
            turn(&mut second).is_none() && turn(&mut second).is_none(),
            "somebody holds it"
        );
    });
}

#[test]
fn dropping_the_guard_frees_it() {
    check(|lock| {
        let guard = turn(&mut lock.lock()).expect("nobody holds it");
        let mut second = lock.lock();
        assert!(turn(&mut second).is_none(), "somebody holds it");
        drop(guard);
        assert!(
            turn(&mut second).is_some(),
            "the guard was dropped: it is free"
        );
    });
}

#[test]
fn clones_are_the_same_lock() {
    check(|lock| {
        let _guard = turn(&mut lock.lock()).expect("nobody holds it");
        assert!(
            turn(&mut lock.clone().lock()).is_none(),
            "the clone is held too"
        );
    });
}

#[test]
fn who_asked_first_gets_it_first_whoever_looks_first() {
    check(|lock| {
        let guard = turn(&mut lock.lock()).expect("nobody holds it");
        let (mut second, mut third) = (lock.lock(), lock.lock());
        drop(guard);
        assert!(
            turn(&mut third).is_none(),
            "the third looked first, but the second had asked before it"
        );
        let guard = turn(&mut second).expect("it is the second one's turn");
        assert!(turn(&mut third).is_none(), "the second holds it");
        drop(guard);
        assert!(turn(&mut third).is_some(), "now it is the third one's turn");
    });
}

#[test]
fn who_gives_up_holds_nobody_up() {
    check(|lock| {
        let guard = turn(&mut lock.lock()).expect("nobody holds it");
        let (mut second, mut third) = (lock.lock(), lock.lock());
        assert!(
            turn(&mut second).is_none() && turn(&mut third).is_none(),
            "somebody holds it"
        );
        drop(second);
        drop(guard);
        assert!(
            turn(&mut third).is_some(),
            "the second gave up: the third must not wait for it"
        );
    });
}

#[test]
fn who_never_looked_holds_nobody_up() {
    check(|lock| {
        drop(lock.lock());
        assert!(
            turn(&mut lock.lock()).is_some(),
            "the first one was dropped before it ever ran"
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
