//! One turn of the loop. A runtime is made, and `run_once` is called: no `block_on` takes part.

use super::super::runtime::Runtime;
use super::super::timers::sleep_until;
use super::{MS, check};
use std::{
    cell::Cell,
    future::{Future, poll_fn},
    pin::pin,
    rc::Rc,
    task::{Context, Poll, Waker},
    time::Instant,
};

/// Spawns a task that is polled this often, and wakes itself each time. Returns the number of its polls.
fn in_portions(runtime: &Runtime, portions: u32) -> Rc<Cell<u32>> {
    let polls = Rc::new(Cell::new(0));
    let counter = polls.clone();
    runtime.spawn(poll_fn(move |context| {
        counter.set(counter.get() + 1);
        if counter.get() == portions {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }));
    polls
}

/// Takes one turn beside a timer, which no task waits for. True if the turn has slept until its deadline.
fn sleeps_in_a_turn(runtime: &Runtime) -> bool {
    let far = pin!(sleep_until(&runtime.0.timers, Instant::now() + 1000 * MS));
    assert!(
        far.poll(&mut Context::from_waker(Waker::noop()))
            .is_pending()
    );
    runtime.0.run_once().unwrap();
    runtime.0.timers.next_deadline().is_none()
}

#[test]
fn polls_each_woken_task_once() {
    check("a turn", |runtime| {
        let tasks = [9, 9, 9].map(|portions| in_portions(&runtime, portions));
        sleeps_in_a_turn(&runtime);
        let polls = tasks.map(|polls| polls.get());
        assert_eq!(polls, [1; 3], "polls of three ready tasks in one turn");
    });
}

#[test]
fn does_not_sleep_while_a_task_is_ready() {
    check("two turns", |runtime| {
        in_portions(&runtime, 9);
        sleeps_in_a_turn(&runtime);
        let slept = sleeps_in_a_turn(&runtime);
        assert!(!slept, "a task was ready, and the turn slept all the same");
    });
}

#[test]
fn ends_with_the_polls() {
    check("a turn", |runtime| {
        let polls = in_portions(&runtime, 1);
        let slept = sleeps_in_a_turn(&runtime);
        assert_eq!(polls.get(), 1, "polls of a ready task in one turn");
        assert!(
            !slept,
            "the turn polled a task and then slept: `block_on` looks at its future after the turn, so the polls come last"
        );
    });
}

#[test]
fn wakes_before_it_polls() {
    check("two turns", |runtime| {
        let deadline = Instant::now() + 5 * MS;
        let sleeper = runtime.spawn(sleep_until(&runtime.0.timers, deadline));
        in_portions(&runtime, 9); // no turn sleeps
        sleeps_in_a_turn(&runtime);
        while Instant::now() < deadline {}
        sleeps_in_a_turn(&runtime);
        assert!(
            sleeper.is_finished(),
            "the deadline was over before the turn began, and the turn did not poll the sleeper"
        );
    });
}

#[test]
fn that_sleeps_is_enough_for_a_sleep() {
    check("twenty sleeps", |runtime| {
        let timers = runtime.0.timers.clone();
        let task = runtime.spawn(async move {
            for _ in 0..20 {
                sleep_until(&timers, Instant::now() + 2 * MS).await;
            }
        });
        let mut turns = 0;
        while !task.is_finished() {
            sleeps_in_a_turn(&runtime);
            turns += 1;
        }
        assert!(
            turns < 30,
            "twenty sleeps, one after another, took {turns} turns: a turn that sleeps until a deadline also polls the task, \
             and a wake on the loop's own thread does not unpark it"
        );
    });
}
