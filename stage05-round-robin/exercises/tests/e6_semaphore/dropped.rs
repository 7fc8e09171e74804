//! What is dropped at a bad moment: a task, before it asks and while it waits, and a semaphore.

use super::*;

#[test]
fn a_task_that_never_took_a_step_holds_up_no_other() {
    check(1, |semaphore| {
        let _never_asks = semaphore.acquire();
        assert!(
            step(&mut semaphore.acquire()).is_some(),
            "a permit is free, and no other task has asked"
        );
        drop(semaphore.acquire());
        assert_eq!(
            free(&semaphore),
            1,
            "permits, after a task was dropped that had never asked"
        );
    });
}

#[test]
fn a_task_that_gives_up_holds_up_no_other_and_gives_no_permit_back() {
    check(1, |semaphore| {
        let permit = step(&mut semaphore.acquire()).expect("a permit is free");
        let (mut first, mut second) = (semaphore.acquire(), semaphore.acquire());
        assert!(
            step(&mut first).is_none() && step(&mut second).is_none(),
            "there is one permit"
        );
        drop(first);
        assert!(
            step(&mut second).is_none(),
            "a task that waited was dropped: it had no permit, and the only one is held"
        );
        drop(permit);
        let permit = step(&mut second);
        assert!(
            permit.is_some(),
            "a permit is free, and the task before this one was dropped"
        );
        drop(permit);
        assert_eq!(free(&semaphore), 1, "permits in the end");
    });
}

#[test]
fn a_permit_that_became_free_for_a_dropped_task_goes_to_the_next() {
    check(1, |semaphore| {
        let permit = step(&mut semaphore.acquire()).expect("a permit is free");
        let (mut first, mut second) = (semaphore.acquire(), semaphore.acquire());
        assert!(
            step(&mut first).is_none() && step(&mut second).is_none(),
            "there is one permit"
        );
        drop(permit);
        drop(first); // before its next step
        assert!(
            step(&mut second).is_some(),
            "the permit was given back, and the first in the line was dropped before its next step"
        );
    });
}

#[test]
fn a_task_keeps_its_semaphore() {
    check(1, |semaphore| {
        let permit = step(&mut semaphore.acquire()).expect("a permit is free");
        let mut second = semaphore.acquire();
        assert!(step(&mut second).is_none(), "there is one permit");
        drop((permit, semaphore));
        assert!(
            step(&mut second).is_some(),
            "the permit was given back, so it is free for this task, though every other handle of the semaphore is dropped"
        );
    });
}
