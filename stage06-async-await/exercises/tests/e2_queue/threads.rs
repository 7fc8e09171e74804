//! How the loop goes to sleep, and how a wake ends its sleep.

use super::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

/// Runs a test with an executor and a count of the calls of `unpark`.
fn check_unparks(
    awaited: &str,
    and: fn(&Rc<Executor>),
    test: impl FnOnce(&Rc<Executor>, &AtomicU32) + Send + 'static,
) {
    within(Duration::from_secs(3), awaited, move || {
        let unparks = Arc::new(AtomicU32::new(0));
        let count = unparks.clone();
        let executor = Rc::new(Executor::new(move || {
            count.fetch_add(1, SeqCst);
        }));
        test(&executor, &unparks);
        and(&executor);
    });
}

#[test]
fn the_loop_may_sleep_if_no_task_is_ready() {
    check_unparks("begin_park", and_spawn, |executor, _| {
        assert!(
            executor.begin_park(),
            "there is no task, and the loop may not sleep"
        );
        executor.end_park();
        let probe = Probe::default();
        executor.spawn(probe.ready_at(3));
        assert!(
            !executor.begin_park(),
            "a new task is ready, and the loop may sleep"
        );
        executor.end_park();
        executor.run_ready();
        assert!(
            executor.begin_park(),
            "the only task waits, and the loop may not sleep: it would never rest"
        );
        executor.end_park();
        probe.waker().wake();
        assert!(
            !executor.begin_park(),
            "a woken task is ready, and the loop may sleep"
        );
        executor.end_park();
    });
}

#[test]
fn a_wake_from_another_thread_unparks_a_loop_that_sleeps() {
    check_unparks(
        "the wake by another thread",
        and_three_wakes,
        |executor, unparks| {
            let probe = Probe::default();
            executor.spawn(probe.ready_at(9));
            executor.run_ready();
            assert!(
                executor.begin_park(),
                "no task is ready, and the loop may not sleep"
            );
            let waker = probe.waker();
            thread::spawn(move || waker.wake()).join().unwrap();
            assert!(
                unparks.load(SeqCst) > 0,
                "calls of unpark by a wake while the loop sleeps: it would sleep forever"
            );
            executor.end_park();
            executor.run_ready();
            assert_eq!(probe.polls(), 2, "polls: the first, and one for the wake");
        },
    );
}

#[test]
fn wakes_of_a_loop_that_sleeps_unpark_it_once() {
    check_unparks("three wakes", and_nothing, |executor, unparks| {
        let probes = [(); 3].map(|()| Probe::default());
        probes
            .iter()
            .for_each(|probe| executor.spawn(probe.ready_at(9)));
        executor.run_ready();
        assert!(
            executor.begin_park(),
            "no task is ready, and the loop may not sleep"
        );
        let before = unparks.load(SeqCst);
        probes.iter().for_each(|probe| probe.waker().wake());
        assert_eq!(
            unparks.load(SeqCst) - before,
            1,
            "calls of unpark by wakes of three tasks: each is a system call"
        );
    });
}

#[test]
fn a_loop_that_is_awake_is_not_unparked() {
    check_unparks("two wakes", and_nothing, |executor, unparks| {
        let probe = Probe::default();
        executor.spawn(probe.ready_at(9));
        executor.run_ready();
        probe.waker().wake();
        executor.run_ready();
        assert!(
            executor.begin_park(),
            "no task is ready, and the loop may not sleep"
        );
        executor.end_park();
        probe.waker().wake();
        assert_eq!(
            unparks.load(SeqCst),
            0,
            "calls of unpark by wakes of a loop that is awake: each is a system call"
        );
    });
}

#[test]
fn when_unpark_is_called_the_task_is_in_the_queue_and_nothing_is_locked() {
    thread_local! {
        static EXECUTOR: RefCell<Option<Rc<Executor>>> = const { RefCell::new(None) };
        static READY: Cell<Option<bool>> = const { Cell::new(None) };
    }
    within(
        Duration::from_secs(3),
        "a wake (is a lock held while it calls unpark?)",
        || {
            // Looks at once, as a loop on another thread may.
            let executor = Rc::new(Executor::new(|| {
                if let Some(executor) = EXECUTOR.with_borrow(Clone::clone) {
                    READY.set(Some(!executor.begin_park()));
                    executor.end_park();
                }
            }));
            let probe = Probe::default();
            executor.spawn(probe.ready_at(9));
            executor.run_ready();
            assert!(
                executor.begin_park(),
                "no task is ready, and the loop may not sleep"
            );
            EXECUTOR.set(Some(executor.clone()));
            probe.waker().wake();
            EXECUTOR.set(None);
            assert_eq!(
                READY.get(),
                Some(true),
                "is a task ready when unpark is called? If not, the loop goes to sleep again"
            );
            and_three_wakes(&executor);
        },
    );
}

#[test]
fn a_wake_while_the_loop_goes_to_sleep_is_not_lost() {
    within(
        Duration::from_secs(8),
        "one of 300 wakes by other threads",
        || {
            let sleeper = thread::current();
            let executor = Rc::new(Executor::new(move || sleeper.unpark()));
            let probe = Probe::default();
            executor.spawn(probe.ready_at(u32::MAX));
            executor.run_ready();
            for wakes in 2..=301 {
                let waker = probe.waker();
                let other = thread::spawn(move || waker.wake());
                while probe.polls() < wakes {
                    if executor.begin_park() {
                        thread::park();
                    }
                    executor.end_park();
                    executor.run_ready();
                }
                other.join().unwrap();
            }
            and_spawn(&executor);
        },
    );
}

#[test]
fn what_unpark_owns_is_freed_with_the_executor() {
    within(Duration::from_secs(3), "the end of the executor", || {
        let held = Arc::new(());
        let holds = held.clone();
        let executor = Rc::new(Executor::new(move || drop(holds.clone())));
        let probe = Probe::default();
        executor.spawn(probe.ready_at(9));
        executor.run_ready();
        probe.waker().wake();
        and_three_wakes(&executor);
        drop((executor, probe));
        assert_eq!(
            Arc::strong_count(&held),
            1,
            "owners of what unpark holds, when all is dropped: do queue and wakers own each other?"
        );
    });
}
