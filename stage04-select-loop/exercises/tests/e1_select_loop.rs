//! The provided tests of s4e1.

use super::*;
use stage01::{Result, Yielder, co};
use std::{cell::RefCell, rc::Rc, time::Duration};
use testkit::within;

type Log = Rc<RefCell<Vec<String>>>;

/// What a task of a test does.
#[derive(Clone, Copy)]
enum Step {
    Turn,
    Join(Id),
    Fail,
}
use Step::{Fail, Join, Turn};

async fn act(y: Yielder<Ask>, steps: Vec<Step>) -> Result {
    for step in steps {
        match step {
            Turn => y.yield_(Ask::Turn).await?,
            Join(id) => y.yield_(Ask::Join(id)).await?,
            Fail => return Err(std::fmt::Error.into()),
        }
    }
    Ok(())
}

/// Runs tasks 0, 1, 2, … and gives the order in which they ended.
fn ends(tasks: &'static [&'static [Step]]) -> String {
    within(
        Duration::from_secs(3),
        "the end of a few tasks that join each other",
        move || {
            let (mut my_loop, log) = (MyLoop::default(), Log::default());
            for (id, steps) in (0..).zip(tasks) {
                let log = log.clone();
                let task = co(async move |y| {
                    let result = act(y, steps.to_vec()).await;
                    log.borrow_mut().push(id.to_string());
                    result
                });
                my_loop.add(id, Box::new(task));
            }
            my_loop.run();
            let order = log.borrow().join(" ");
            let lost: Vec<_> = my_loop.tasks.keys().collect();
            assert!(
                lost.is_empty(),
                "ended: {order}; these wait for ever, or were not taken out of the tasks: {lost:?}"
            );
            order
        },
    )
}

#[test]
fn tasks_that_join_nobody_just_end() {
    // Nobody joins here, but each end must be noted.
    assert_eq!(
        ends(&[&[Turn, Turn], &[Turn], &[]]),
        "2 1 0",
        "in the order of their turns"
    );
}

#[test]
fn a_join_waits_for_the_end() {
    assert_eq!(
        ends(&[&[Join(1)], &[Turn, Turn, Turn]]),
        "1 0",
        "0 goes on when 1 has ended"
    );
}

#[test]
fn a_join_after_the_end_does_not_wait() {
    assert_eq!(
        ends(&[&[Turn, Turn, Join(1)], &[]]),
        "1 0",
        "1 had ended before 0 joined it"
    );
}

#[test]
fn the_documents_main_ends() {
    assert_eq!(
        ends(&[
            &[Turn, Join(1), Join(2)],
            &[Turn, Turn, Turn, Turn],
            &[Turn]
        ]),
        "2 1 0",
        "the second child ended while 0 waited for the first"
    );
}

#[test]
fn several_may_join_one() {
    assert_eq!(
        ends(&[&[Join(3)], &[Join(3)], &[Turn, Join(3)], &[Turn, Turn]]),
        "3 0 1 2",
        "in the order in which they asked"
    );
}

#[test]
fn a_chain_of_joins_unwinds() {
    assert_eq!(
        ends(&[&[Join(1)], &[Join(2)], &[Join(3)], &[Turn]]),
        "3 2 1 0"
    );
}

#[test]
fn one_may_join_many_one_after_another() {
    assert_eq!(
        ends(&[&[Join(1), Join(2), Join(1)], &[Turn], &[Turn, Turn]]),
        "1 2 0",
        "the last join comes too late, and does not wait"
    );
}

#[test]
fn a_task_that_fails_has_ended_too() {
    assert_eq!(
        ends(&[&[Join(1)], &[Turn, Fail]]),
        "1 0",
        "1 failed: that is an end"
    );
}
