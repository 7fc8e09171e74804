//! The provided tests of s6e2. They use `Executor::{new, spawn, run_ready, begin_park, end_park}` and nothing else.

#[path = "e2_queue/probe.rs"]
mod probe;
#[path = "e2_queue/threads.rs"]
mod threads;

use super::Executor;
use probe::Probe;
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::thread;
use std::time::Duration;
use testkit::within;

/// Runs a test with an executor that needs no unpark, and then what `and` says.
fn check(awaited: &str, and: fn(&Rc<Executor>), test: impl FnOnce(&Rc<Executor>) + Send + 'static) {
    let awaited = format!("{awaited} (is a lock held while a task is polled?)");
    within(Duration::from_secs(3), &awaited, move || {
        let executor = Rc::new(Executor::new(|| ()));
        test(&executor);
        and(&executor);
    });
}

/// And a task that is woken three times before a run is polled once.
fn and_three_wakes(executor: &Rc<Executor>) {
    let probe = Probe::default();
    executor.spawn(probe.ready_at(9));
    executor.run_ready();
    let before = probe.polls();
    (0..3).for_each(|_| probe.waker().wake());
    executor.run_ready();
    assert_eq!(
        probe.polls() - before,
        1,
        "polls by one run_ready of a task that was woken three times before"
    );
}

/// And a task may spawn another.
fn and_spawn(executor: &Rc<Executor>) {
    let (inside, probe) = (Rc::downgrade(executor), Probe::default());
    let child = probe.ready_at(1);
    executor.spawn(async move { inside.upgrade().expect("it runs there").spawn(child) });
    if catch_unwind(AssertUnwindSafe(|| executor.run_ready())).is_err() {
        panic!("a task cannot spawn another: what is borrowed while a task is polled?");
    }
    executor.run_ready();
    assert_eq!(probe.polls(), 1, "polls of a task that another has spawned");
}

/// And nothing more.
fn and_nothing(_: &Rc<Executor>) {}

#[test]
fn a_task_is_first_polled_by_run_ready() {
    check("the first poll", and_spawn, |executor| {
        let probe = Probe::default();
        executor.spawn(probe.ready_at(1));
        assert_eq!(probe.polls(), 0, "polls after spawn, before run_ready");
        executor.run_ready();
        assert_eq!(probe.polls(), 1, "polls after run_ready");
        executor.run_ready();
        assert_eq!(probe.polls(), 1, "polls after the end of the task");
    });
}

#[test]
fn only_tasks_that_were_woken_are_polled() {
    check(
        "the poll of one task of a hundred",
        and_three_wakes,
        |executor| {
            let probes = [(); 100].map(|()| Probe::default());
            probes
                .iter()
                .for_each(|probe| executor.spawn(probe.ready_at(9)));
            let polls = || probes.iter().map(Probe::polls).sum::<u32>();
            executor.run_ready();
            assert_eq!(polls(), 100, "first polls of a hundred tasks");
            executor.run_ready();
            assert_eq!(
                polls(),
                100,
                "polls after a run for which no task was woken"
            );
            probes[50].waker().wake();
            assert_eq!(polls(), 100, "polls after a wake, before run_ready");
            executor.run_ready();
            assert_eq!(
                (polls(), probes[50].polls()),
                (101, 2),
                "polls of all tasks and of the one that was woken"
            );
        },
    );
}

#[test]
fn tasks_are_polled_in_the_order_of_their_wakes() {
    check("the polls of three tasks", and_spawn, |executor| {
        let order = Rc::new(RefCell::new(Vec::new()));
        let probes = [(); 4].map(|()| Probe::default());
        for (n, probe) in (0..).zip(&probes) {
            let order = order.clone();
            executor.spawn(probe.acts_until(9, move |_| order.borrow_mut().push(n)));
        }
        executor.run_ready();
        for n in [2, 0, 3] {
            probes[n].waker().wake();
        }
        executor.run_ready();
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
        and_nothing,
        |executor| {
            let probe = Probe::default();
            executor.spawn(probe.ready_at(9));
            executor.run_ready();
            (0..1000).for_each(|_| probe.waker().wake_by_ref());
            executor.run_ready();
            executor.run_ready();
            assert_eq!(
                probe.polls(),
                2,
                "polls: the first, and one for a thousand wakes"
            );
            probe.waker().wake();
            executor.run_ready();
            assert_eq!(
                probe.polls(),
                3,
                "polls after another wake: it counts again"
            );
        },
    );
}

#[test]
fn an_old_waker_and_a_new_one_wake_the_same_task() {
    check(
        "the poll of a task that has two wakers",
        and_nothing,
        |executor| {
            let probe = Probe::default();
            executor.spawn(probe.ready_at(9));
            executor.run_ready();
            let old = probe.waker();
            old.wake_by_ref();
            executor.run_ready();
            old.wake();
            probe.waker().wake();
            executor.run_ready();
            executor.run_ready();
            assert_eq!(
                probe.polls(),
                3,
                "polls: the first, one for the old waker, one for a wake by both"
            );
        },
    );
}

#[test]
fn a_wake_during_the_poll_leads_to_another_poll() {
    check(
        "a run in which a task wakes itself",
        and_spawn,
        |executor| {
            let probe = Probe::default();
            executor.spawn(probe.acts_until(4, Waker::wake_by_ref));
            for run in 1..=4 {
                executor.run_ready();
                assert_eq!(
                    probe.polls(),
                    run,
                    "polls after run {run} of a task that wakes itself in each: lost, or taken at once"
                );
            }
        },
    );
}

#[test]
fn a_task_that_always_wakes_itself_does_not_keep_run_ready() {
    check(
        "the end of run_ready beside a task that always wakes itself",
        and_nothing,
        |executor| {
            let (busy, other) = (Probe::default(), Probe::default());
            executor.spawn(busy.acts_until(u32::MAX, Waker::wake_by_ref));
            executor.spawn(other.acts_until(u32::MAX, Waker::wake_by_ref));
            (0..10).for_each(|_| executor.run_ready());
            assert_eq!((busy.polls(), other.polls()), (10, 10), "polls by ten runs");
        },
    );
}

#[test]
fn a_task_that_is_woken_by_another_in_the_same_run_waits_for_the_next() {
    check("the second run", and_three_wakes, |executor| {
        let (first, second) = (Probe::default(), Probe::default());
        executor.spawn(first.ready_at(9));
        executor.run_ready();
        let woken = first.clone();
        executor.spawn(second.acts_until(9, move |_| woken.waker().wake()));
        executor.run_ready();
        assert_eq!(
            first.polls(),
            1,
            "polls of a task that was woken during the run"
        );
        executor.run_ready();
        assert_eq!(first.polls(), 2, "polls after the next run");
    });
}

#[test]
fn a_task_may_spawn_another() {
    check(
        "the poll of the task that was spawned",
        and_nothing,
        |executor| {
            and_spawn(executor);
            let (inside, probe) = (Rc::downgrade(executor), Probe::default());
            let child = probe.clone();
            let spawns = move |_: &Waker| {
                let executor = inside.upgrade().expect("it runs there");
                executor.spawn(child.ready_at(1));
            };
            executor.spawn(Probe::default().acts_until(2, spawns));
            executor.run_ready();
            assert_eq!(
                probe.polls(),
                0,
                "polls of the new task in the run that spawned it"
            );
            executor.run_ready();
            assert_eq!(probe.polls(), 1, "polls of the new task after the next run");
        },
    );
}

#[test]
fn a_task_may_spawn_while_it_is_dropped() {
    struct Spawns(std::rc::Weak<Executor>, Probe);
    impl Drop for Spawns {
        fn drop(&mut self) {
            if let Some(executor) = self.0.upgrade().filter(|_| !thread::panicking()) {
                executor.spawn(self.1.ready_at(1));
            }
        }
    }
    check(
        "the task that a destructor has spawned",
        and_nothing,
        |executor| {
            let probe = Probe::default();
            let late = Spawns(Rc::downgrade(executor), probe.clone());
            executor.spawn(poll_fn(move |_| {
                let _late = &late; // dropped with the future, when that has ended
                Poll::Ready(())
            }));
            if catch_unwind(AssertUnwindSafe(|| executor.run_ready())).is_err() {
                panic!("a destructor cannot spawn: what is borrowed while a task is dropped?");
            }
            executor.run_ready();
            assert_eq!(
                probe.polls(),
                1,
                "polls of the task that a destructor has spawned"
            );
            and_spawn(executor);
        },
    );
}

#[test]
fn a_wake_after_the_end_reaches_no_other_task() {
    check("the late wake", and_three_wakes, |executor| {
        let (ended, next) = (Probe::default(), [(); 3].map(|()| Probe::default()));
        executor.spawn(ended.ready_at(1));
        executor.run_ready();
        next.iter()
            .for_each(|probe| executor.spawn(probe.ready_at(9)));
        executor.run_ready();
        ended.waker().wake();
        executor.run_ready();
        assert_eq!(
            next.each_ref().map(Probe::polls),
            [1, 1, 1],
            "polls of three tasks that came after the one whose waker was called"
        );
    });
}

#[test]
fn a_task_that_ends_is_dropped_and_the_others_with_the_executor() {
    within(Duration::from_secs(3), "the end of the tasks", || {
        let (executor, held) = (Rc::new(Executor::new(|| ())), Rc::new(()));
        let probes = [(); 2].map(|()| Probe::default());
        for (probe, polls) in probes.iter().zip([1, 9]) {
            let (held, future) = (held.clone(), probe.ready_at(polls));
            executor.spawn(async move {
                let _held = held;
                future.await
            });
        }
        executor.run_ready();
        assert_eq!(
            Rc::strong_count(&held),
            2,
            "owners of what two tasks held, when one of them has ended: this test and the other"
        );
        and_three_wakes(&executor);
        drop(executor);
        assert_eq!(
            Rc::strong_count(&held),
            1,
            "owners when the executor is dropped"
        );
        probes.iter().for_each(|probe| probe.waker().wake()); // reaches nothing, and does no harm
    });
}

#[test]
fn a_thousand_ready_tasks_are_not_polled_one_inside_the_other() {
    check("a thousand polls", and_spawn, |executor| {
        let depths = Rc::new(RefCell::new(Vec::new()));
        for _ in 0..1000 {
            let depths = depths.clone();
            executor.spawn(poll_fn(move |_| {
                let here = 0u8;
                depths.borrow_mut().push(std::ptr::from_ref(&here).addr());
                Poll::Ready(())
            }));
        }
        executor.run_ready();
        let (low, high) = (
            depths.borrow().iter().min().copied(),
            depths.borrow().iter().max().copied(),
        );
        assert_eq!(depths.borrow().len(), 1000, "polls");
        assert!(
            high.unwrap_or(0) - low.unwrap_or(0) < 10_000,
            "run_ready calls itself: a million ready tasks would overflow the stack"
        );
    });
}
