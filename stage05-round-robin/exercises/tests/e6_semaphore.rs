//! The provided tests of s5e6.

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

#[path = "e6_semaphore/dropped.rs"]
mod dropped;
#[path = "e6_semaphore/orders.rs"]
mod orders;

fn check(permits: usize, test: impl FnOnce(Semaphore) + Send + 'static) {
    let what = "permits to be handed on: does each step of a task end?";
    within(Duration::from_secs(5), what, move || {
        test(Semaphore::new(permits));
    });
}

/// One step of a task that wants a permit.
fn step(waiting: &mut impl Task<Permit>) -> Option<Permit> {
    let state = catch_unwind(AssertUnwindSafe(|| waiting.resume(Ok(()))));
    match state {
        Ok(Yielded(())) => None,
        Ok(Complete(Ok(value))) => Some(value),
        Ok(Complete(Err(error))) => {
            panic!("a task should wait for a permit, and it fails: {error}")
        }
        Err(_) => {
            panic!(
                "a task should wait for a permit, and its step panics: the message is above. (If it says that a RefCell is already borrowed, a borrow is still \
                 held. One taken in the head of `for`, `while let`, `if let` or `match` lives to the end of its block.)"
            )
        }
    }
}

/// How many permits tasks get that ask one after the other. All are given back.
fn free(semaphore: &Semaphore) -> usize {
    let permits: Vec<_> = (0..10)
        .map_while(|_| step(&mut semaphore.acquire()))
        .collect();
    permits.len()
}

#[test]
fn there_are_as_many_permits_as_at_first() {
    for permits in [1, 3] {
        check(permits, move |semaphore| {
            assert_eq!(free(&semaphore), permits, "permits that tasks got");
            assert_eq!(
                free(&semaphore),
                permits,
                "permits that tasks got, after all were given back"
            );
            let _permit = step(&mut semaphore.clone().acquire()).expect("a permit is free");
            assert_eq!(
                free(&semaphore),
                permits - 1,
                "permits that tasks got, after a clone had given one away"
            );
        });
    }
}

#[test]
fn there_may_be_no_permit_at_first() {
    let got = catch_unwind(|| free(&Semaphore::new(0))).ok();
    assert!(
        got.is_some(),
        "a semaphore of 0 permits was made, and this panicked"
    );
    assert_eq!(got, Some(0), "permits that tasks got of none");
}

#[test]
fn a_permit_that_is_given_back_goes_to_the_first_in_the_line() {
    check(1, |semaphore| {
        let permit = step(&mut semaphore.acquire()).expect("a permit is free");
        let (mut first, mut second) = (semaphore.acquire(), semaphore.acquire());
        assert!(
            step(&mut first).is_none() && step(&mut second).is_none(),
            "there is one permit, and a second task got one"
        );
        drop(permit);
        assert!(
            step(&mut second).is_none(),
            "one permit is free, and another task asked before this one"
        );
        assert!(
            step(&mut first).is_some(),
            "a permit is free, and this task is first in the line"
        );
    });
}

#[test]
fn a_task_that_asks_later_does_not_overtake() {
    check(1, |semaphore| {
        let permit = step(&mut semaphore.acquire()).expect("a permit is free");
        let mut first = semaphore.acquire();
        assert!(step(&mut first).is_none(), "there is one permit");
        drop(permit);
        let mut late = semaphore.acquire();
        assert!(
            step(&mut late).is_none(),
            "a permit is free when this task asks, but another task has waited for it"
        );
        let permit = step(&mut first).expect("a permit is free, and this task is first");
        drop(permit);
        assert!(step(&mut late).is_some(), "no task is before this one");
    });
}

#[test]
fn a_task_asks_in_its_first_step() {
    check(1, |semaphore| {
        let permit = step(&mut semaphore.acquire()).expect("a permit is free");
        let (mut made_first, mut asks_first) = (semaphore.acquire(), semaphore.acquire());
        assert!(step(&mut asks_first).is_none(), "there is one permit");
        assert!(step(&mut made_first).is_none(), "there is one permit");
        drop(permit);
        assert!(
            step(&mut made_first).is_none(),
            "this task was made first, but another took its first step before"
        );
        assert!(
            step(&mut asks_first).is_some(),
            "a permit is free, and this task is first in the line"
        );
    });
}

#[test]
fn permits_can_be_added() {
    check(0, |semaphore| {
        let mut waiting = [(); 4].map(|()| semaphore.acquire());
        for task in &mut waiting {
            assert!(step(task).is_none(), "there is no permit");
        }
        semaphore.add_permits(3);
        let permits: Vec<_> = waiting.iter_mut().filter_map(step).collect();
        assert_eq!(
            permits.len(),
            3,
            "tasks that got a permit in a turn, when four waited and three permits were added"
        );
        drop(permits);
        drop(waiting);
        semaphore.add_permits(2);
        assert_eq!(
            free(&semaphore),
            5,
            "permits, after three and two were added to none"
        );
    });
}

#[test]
fn a_task_that_asks_again_at_once_waits_for_the_others() {
    check(1, |semaphore| {
        let event_loop = Loop::new();
        let log = Rc::<RefCell<String>>::default();
        for name in ['a', 'b', 'c'] {
            let (semaphore, log) = (semaphore.clone(), log.clone());
            event_loop.add_task(co(async move |y| {
                for _ in 0..3 {
                    let permit = y.yield_from(semaphore.acquire()).await?;
                    log.borrow_mut().push(name);
                    y.yield_from(yield_now()).await?;
                    drop(permit);
                }
                Ok(())
            }));
        }
        event_loop.run();
        assert_eq!(
            log.take(),
            "abcabcabc",
            "each task gives the permit back and asks again in the same step, three times"
        );
    });
}
