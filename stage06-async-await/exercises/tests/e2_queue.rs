//! The provided tests of s6e2. They use `Executor::{new, spawn, run_ready, begin_park, end_park}` and nothing else.

#[path = "e2_queue/probe.rs"]
mod probe;
#[path = "e2_queue/race.rs"]
mod race;
#[path = "sender.rs"]
mod sender;
#[path = "e2_queue/tasks.rs"]
mod tasks;
#[path = "e2_queue/threads.rs"]
mod threads;
#[path = "e2_queue/unseen.rs"]
mod unseen;

use super::Executor;
use probe::{Probe, run};
use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::thread;
use std::time::Duration;
use testkit::within;

/// Runs a test with an executor that needs no unpark.
fn check(awaited: &str, test: impl FnOnce(&Rc<Executor>) + Send + 'static) {
    within(Duration::from_secs(3), awaited, move || {
        test(&Rc::new(Executor::new(|| ())));
    });
}

#[test]
fn a_task_is_first_polled_by_run_ready() {
    check("the first poll", |executor| {
        let probe = Probe::default();
        executor.spawn(probe.ready_at(1));
        assert_eq!(probe.polls(), 0, "polls after spawn, before run_ready");
        run(executor);
        assert_eq!(probe.polls(), 1, "polls after run_ready");
        run(executor);
        assert_eq!(probe.polls(), 1, "polls after the end of the task");
    });
}

#[test]
fn only_tasks_that_were_woken_are_polled() {
    check("the poll of one task of a hundred", |executor| {
        let probes = [(); 100].map(|()| Probe::default());
        probes
            .iter()
            .for_each(|probe| executor.spawn(probe.ready_at(9)));
        let polls = || probes.iter().map(Probe::polls).sum::<u32>();
        run(executor);
        assert_eq!(polls(), 100, "first polls of a hundred tasks");
        run(executor);
        assert_eq!(
            polls(),
            100,
            "polls after a run for which no task was woken"
        );
        probes[50].waker().wake();
        assert_eq!(polls(), 100, "polls after a wake, before run_ready");
        run(executor);
        assert_eq!(
            (polls(), probes[50].polls()),
            (101, 2),
            "polls of all tasks and of the one that was woken"
        );
    });
}

#[test]
fn tasks_are_polled_in_the_order_of_their_wakes() {
    check("the polls of three tasks", |executor| {
        let order = Rc::new(RefCell::new(Vec::new()));
        let probes = [(); 4].map(|()| Probe::default());
        for (n, probe) in (0..).zip(&probes) {
            let order = order.clone();
            executor.spawn(probe.acts_until(9, move |_| order.borrow_mut().push(n)));
        }
        run(executor);
        for n in [2, 0, 3] {
            probes[n].waker().wake();
        }
        run(executor);
        assert_eq!(
            *order.borrow(),
            [0, 1, 2, 3, 2, 0, 3],
            "polls: 0 to 3 as they were spawned, and then as they were woken: 2, 0, 3"
        );
    });
}

#[test]
fn wakes_before_a_run_are_one_poll() {
    check(
        "the poll of a task that was woken a thousand times",
        |executor| {
            let probe = Probe::default();
            executor.spawn(probe.ready_at(9));
            run(executor);
            (0..1000).for_each(|_| probe.waker().wake_by_ref());
            run(executor);
            run(executor);
            assert_eq!(
                probe.polls(),
                2,
                "polls: the first, and one for a thousand wakes"
            );
            probe.waker().wake();
            run(executor);
            assert_eq!(
                probe.polls(),
                3,
                "polls after another wake: it counts again"
            );
        },
    );
}

#[test]
fn each_waker_of_a_task_wakes_it_again_and_again() {
    check("the poll of a task that has several wakers", |executor| {
        let probe = Probe::default();
        executor.spawn(probe.ready_at(9));
        run(executor);
        let first = probe.waker();
        for polls in 2..=4 {
            first.wake_by_ref();
            run(executor);
            assert_eq!(
                probe.polls(),
                polls,
                "polls after a wake by the waker of the first poll: does each poll give a waker with a flag of its own?"
            );
        }
        first.wake();
        probe.waker().wake();
        run(executor);
        run(executor);
        assert_eq!(
            probe.polls(),
            5,
            "polls: one more for a wake by the first waker and the latest: do all wakers of a task share a flag?"
        );
    });
}

#[test]
fn a_task_in_the_queue_that_another_wakes_is_polled_once() {
    check("the polls of two tasks", |executor| {
        let (first, second) = (Probe::default(), Probe::default());
        executor.spawn(second.ready_at(9));
        run(executor);
        let woken = second.clone();
        executor.spawn(first.acts_until(9, move |_| woken.waker().wake()));
        second.waker().wake();
        run(executor); // the first task wakes the second, which is behind it in the queue
        run(executor);
        assert_eq!(
            second.polls(),
            2,
            "polls: the first, and one for two wakes before the next: is the flag taken down long before the poll?"
        );
    });
}

#[test]
fn a_wake_during_the_poll_leads_to_another_poll() {
    check(
        "a run in which a task wakes itself (is a lock held while a task is polled?)",
        |executor| {
            let probe = Probe::default();
            executor.spawn(probe.acts_until(4, Waker::wake_by_ref));
            for polls in 1..=4 {
                run(executor);
                assert_eq!(
                    probe.polls(),
                    polls,
                    "polls after run {polls} of a task that wakes itself in each: lost, or taken at once"
                );
            }
        },
    );
}

#[test]
fn a_wake_during_the_poll_and_one_after_it_are_one_poll() {
    check("the poll of a task that was woken twice", |executor| {
        let probe = Probe::default();
        executor.spawn(probe.acts_until(3, Waker::wake_by_ref));
        run(executor);
        probe.waker().wake();
        probe.waker().wake();
        run(executor);
        assert_eq!(
            probe.polls(),
            2,
            "polls: the first, and one for a wake during it and two after it: is the flag taken down after the poll, \
             when the task is in the queue already?"
        );
    });
}

#[test]
fn a_task_that_always_wakes_itself_does_not_keep_run_ready() {
    check(
        "the end of run_ready beside a task that always wakes itself (does it take tasks that were woken during the run?)",
        |executor| {
            let (busy, other) = (Probe::default(), Probe::default());
            executor.spawn(busy.acts_until(u32::MAX, Waker::wake_by_ref));
            executor.spawn(other.acts_until(u32::MAX, Waker::wake_by_ref));
            (0..10).for_each(|_| run(executor));
            assert_eq!(
                (busy.polls(), other.polls()),
                (10, 10),
                "polls of each of two tasks by ten runs, if both wake themselves in each poll"
            );
        },
    );
}

#[test]
fn a_task_that_is_woken_by_another_in_the_same_run_waits_for_the_next() {
    check(
        "the end of a run in which a task wakes another (is a lock held while a task is polled?)",
        |executor| {
            let (first, second) = (Probe::default(), Probe::default());
            executor.spawn(first.ready_at(9));
            run(executor);
            let woken = first.clone();
            executor.spawn(second.acts_until(9, move |_| woken.waker().wake()));
            run(executor);
            assert_eq!(
                first.polls(),
                1,
                "polls of a task that was woken during the run: it was not ready when the run began"
            );
            run(executor);
            assert_eq!(first.polls(), 2, "polls after the next run");
        },
    );
}
