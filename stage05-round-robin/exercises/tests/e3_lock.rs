//! The provided tests of s5e3.

use super::*;
use stage01::{
    CoroutineState::{Complete, Yielded},
    co,
};
use stage05::{Loop, yield_now};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};
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
    let state = catch_unwind(AssertUnwindSafe(|| waiting.resume(Ok(()))));
    match state {
        Ok(Yielded(())) => None,
        Ok(Complete(Ok(value))) => Some(value),
        Ok(Complete(Err(error))) => {
            panic!("a task should wait for the lock, and it fails: {error}")
        }
        Err(_) => {
            panic!(
                "a task should wait for the lock, and its step panics: the message is above. (If it says that a RefCell is already borrowed, a borrow is still \
                 held. One taken in the head of `for`, `while let`, `if let` or `match` lives to the end of its block.)"
            )
        }
    }
}

fn took(lock: &Lock) -> Guard {
    step(&mut lock.lock()).expect("a new lock is free, and the first step should take it")
}

#[test]
fn the_lock_is_taken_and_held_and_freed() {
    check(|lock| {
        let guard = took(&lock);
        let (mut second, mut third) = (lock.lock(), lock.clone().lock());
        for _ in 0..2 {
            assert!(
                step(&mut second).is_none() && step(&mut third).is_none(),
                "the first task holds the lock, and another got it, from the lock or from its clone"
            );
        }
        drop(guard);
        let guard = step(&mut second);
        assert!(
            guard.is_some(),
            "the guard was dropped, so the lock is free"
        );
        drop(guard);
        drop(step(&mut third).expect("the second guard was dropped, so the lock is free again"));
        drop(took(&lock));
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
fn a_task_keeps_its_lock() {
    check(|lock| {
        let guard = took(&lock);
        let mut second = lock.lock();
        assert!(
            step(&mut second).is_none(),
            "the first task holds the lock, and another got it"
        );
        drop((guard, lock));
        assert!(
            step(&mut second).is_some(),
            "the guard was dropped, so the lock is free for this task, though every other handle of the lock is dropped, too"
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
