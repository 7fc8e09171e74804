//! The provided tests of s3e4.

use super::*;
use stage01::{Result, co};
use stage03::{Await, Task};
use std::{rc::Rc, time::Duration};
use testkit::within;

fn check(permits: usize, test: impl FnOnce(Rc<Semaphore>) + Send + 'static) {
    on_a_loop(permits, |_, semaphore| test(semaphore));
}

fn on_a_loop(permits: usize, test: impl FnOnce(EventLoop, Rc<Semaphore>) + Send + 'static) {
    within(Duration::from_secs(5), "a semaphore's queue", move || {
        let event_loop = EventLoop::new().expect("a loop");
        let semaphore = Rc::new(Semaphore::new(&event_loop, permits));
        test(event_loop, semaphore);
    });
}

/// Which of the futures are done, as a string of `+` and `-`.
fn done(entries: &[Future]) -> String {
    entries
        .iter()
        .map(|entry| if entry.done() { '+' } else { '-' })
        .collect()
}

fn acquire(semaphore: &Semaphore, n: usize) -> Vec<Future> {
    (0..n).map(|_| semaphore.acquire()).collect()
}

#[test]
fn the_first_enters_and_each_release_lets_one_in_in_order() {
    check(1, |semaphore| {
        let entries = acquire(&semaphore, 4);
        assert_eq!(
            done(&entries),
            "+---",
            "one permit: the first enters, the others wait"
        );
        semaphore.release();
        assert_eq!(
            done(&entries),
            "++--",
            "one release lets in the first of those who wait, and no other"
        );
        semaphore.release();
        assert_eq!(done(&entries), "+++-", "and the next one lets in the next");
    });
}

#[test]
fn a_permit_that_nobody_waits_for_is_kept() {
    check(1, |semaphore| {
        let first = semaphore.acquire();
        semaphore.release();
        assert!(
            first.done() && semaphore.acquire().done(),
            "the permit was given back, and is free"
        );
    });
}

#[test]
fn all_permits_that_are_given_back_can_be_acquired_again() {
    check(3, |semaphore| {
        assert_eq!(
            done(&acquire(&semaphore, 3)),
            "+++",
            "three permits: three enter"
        );
        (0..3).for_each(|_| semaphore.release());
        assert_eq!(
            done(&acquire(&semaphore, 4)),
            "+++-",
            "three permits were given back, and nothing waited: three enter again, and not a fourth"
        );
    });
}

#[test]
fn without_a_permit_even_the_first_waits() {
    check(0, |semaphore| {
        let first = acquire(&semaphore, 1);
        assert_eq!(done(&first), "-", "there is no permit");
        semaphore.release();
        assert_eq!(done(&first), "+", "a permit was given back");
    });
}

#[test]
fn a_permit_may_be_given_before_any_was_taken() {
    check(0, |semaphore| {
        (0..2).for_each(|_| semaphore.release());
        assert_eq!(
            done(&acquire(&semaphore, 3)),
            "++-",
            "none waited when two permits were given: each is one more free permit, whatever the number was at first"
        );
    });
}

#[test]
fn a_permit_that_was_handed_on_is_not_free() {
    check(1, |semaphore| {
        let entries = acquire(&semaphore, 2);
        semaphore.release();
        let late = semaphore.acquire();
        assert_eq!(done(&entries), "++", "handed from the first to the second");
        assert!(
            !late.done(),
            "one permit, which the second holds: a third one came in"
        );
    });
}

#[test]
fn nobody_overtakes_the_queue() {
    check(2, |semaphore| {
        let entries = acquire(&semaphore, 5);
        for _ in 0..3 {
            semaphore.release();
        }
        assert_eq!(done(&entries), "+++++", "three releases, three more");
        let late = acquire(&semaphore, 2);
        assert_eq!(done(&late), "--", "two permits, and two holders");
        semaphore.release();
        assert_eq!(done(&late), "+-", "one release lets one in");
    });
}

#[test]
fn as_a_limit_for_tasks_it_holds_and_is_used_up() {
    on_a_loop(3, |event_loop, semaphore| {
        let (inside, most) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
        let tasks: Vec<Task> = (0..20)
            .map(|_| {
                let (semaphore, inside, most) = (semaphore.clone(), inside.clone(), most.clone());
                let pause = Future::new(&event_loop);
                Task::spawn(
                    &event_loop,
                    co(async move |y| -> Result {
                        y.yield_from(Await::new(&semaphore.acquire())).await?;
                        inside.set(inside.get() + 1);
                        most.set(most.get().max(inside.get()));
                        pause.set_result(()).expect("set once");
                        y.yield_from(Await::new(&pause)).await?; // the others have a turn
                        inside.set(inside.get() - 1);
                        semaphore.release();
                        Ok(())
                    }),
                )
            })
            .collect();
        event_loop.run().expect("the loop runs");
        let ended = tasks.iter().filter(|task| task.future().done()).count();
        assert_eq!(ended, 20, "tasks that ended, of 20");
        assert_eq!(most.get(), 3, "tasks inside at once, with three permits");
    });
}
