//! The provided tests of s6e2. They use `Executor::{new, spawn, run_ready, begin_park, end_park}` and nothing else.

use super::Executor;
use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
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

/// Counts the polls of a task, and keeps the waker of the latest.
#[derive(Clone, Default)]
struct Probe(Rc<Seen>);

#[derive(Default)]
struct Seen {
    polls: Cell<u32>,
    waker: RefCell<Option<Waker>>,
    polled: Cell<bool>,
}

impl Probe {
    /// A future that is ready at its `n`th poll.
    fn ready_at(&self, n: u32) -> impl Future<Output = ()> + use<> {
        self.acts_until(n, |_| ())
    }

    /// A future that is ready at its `n`th poll, and does this in each of the others.
    fn acts_until<A: Fn(&Waker)>(&self, n: u32, act: A) -> impl Future<Output = ()> + use<A> {
        let Probe(seen) = self.clone();
        poll_fn(move |context| {
            seen.polls.set(seen.polls.get() + 1);
            assert!(
                !seen.polled.replace(true),
                "a task is polled inside of its own poll: a wake must not poll"
            );
            assert!(seen.polls.get() <= n, "a task is polled after it was ready");
            seen.waker.replace(Some(context.waker().clone()));
            let ready = seen.polls.get() == n;
            if !ready {
                act(context.waker());
            }
            seen.polled.set(false);
            match ready {
                true => Poll::Ready(()),
                false => Poll::Pending,
            }
        })
    }

    fn waker(&self) -> Waker {
        self.0.waker.borrow().clone().expect("the task was polled")
    }

    fn polls(&self) -> u32 {
        self.0.polls.get()
    }
}

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

/// How the loop goes to sleep, and how a wake ends its sleep.
mod threads {
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
}
