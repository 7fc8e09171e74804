//! The provided tests of s6e2.

use super::*;
use std::{
    future::{pending, poll_fn},
    rc::Rc,
    sync::atomic::AtomicU32,
    thread,
    time::Duration,
};
use testkit::within;

fn check(test: impl FnOnce() + Send + 'static) {
    within(Duration::from_secs(3), "tasks that were woken", test);
}

/// A place where a task leaves its latest waker, and counts its polls.
#[derive(Clone, Default)]
struct Probe(Rc<(RefCell<Option<Waker>>, Cell<u32>)>);

impl Probe {
    /// Is ready at this poll.
    fn ready_at(&self, n: u32) -> impl Future<Output = ()> + use<> {
        let Probe(probe) = self.clone();
        poll_fn(move |context| {
            let polls = probe.1.get() + 1;
            assert!(polls <= n, "it was polled after it was ready");
            probe.1.set(polls);
            *probe.0.borrow_mut() = Some(context.waker().clone());
            if polls == n {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
    }

    fn waker(&self) -> Waker {
        self.0.0.borrow().clone().expect("it was polled")
    }

    fn polls(&self) -> u32 {
        self.0.1.get()
    }
}

fn quiet() -> Tasks {
    Tasks::new(|| ())
}

#[test]
fn a_task_is_polled_when_the_loop_runs_and_not_before() {
    check(|| {
        let (tasks, probe) = (quiet(), Probe::default());
        tasks.spawn(probe.ready_at(1));
        assert_eq!(
            (tasks.len(), probe.polls()),
            (1, 0),
            "tasks and polls after spawn"
        );
        assert!(tasks.is_ready(), "a new task stands in the queue");
        assert_eq!(tasks.run_woken(), 1, "polls");
        assert_eq!(
            (tasks.len(), probe.polls()),
            (0, 1),
            "tasks and polls after its end"
        );
        assert!(!tasks.is_ready());
    });
}

#[test]
fn nobody_is_polled_unasked() {
    check(|| {
        let (tasks, probes) = (quiet(), [(); 100].map(|()| Probe::default()));
        probes
            .iter()
            .for_each(|probe| tasks.spawn(probe.ready_at(2)));
        assert_eq!(tasks.run_woken(), 100, "first polls");
        assert_eq!(tasks.run_woken(), 0, "polls when nobody was woken");
        probes[50].waker().wake();
        assert_eq!(
            tasks.run_woken(),
            1,
            "polls when one of a hundred was woken"
        );
        assert_eq!((probes[50].polls(), tasks.len()), (2, 99));
    });
}

#[test]
fn three_wakes_are_one_poll() {
    check(|| {
        let (tasks, probe) = (quiet(), Probe::default());
        tasks.spawn(probe.ready_at(3));
        tasks.run_woken();
        (0..3).for_each(|_| probe.waker().wake());
        assert_eq!(tasks.run_woken(), 1, "polls after three wakes");
        probe.waker().wake();
        assert_eq!(
            tasks.run_woken(),
            1,
            "polls after another one: it can be woken again"
        );
    });
}

#[test]
fn a_wake_while_it_is_being_polled_is_for_the_next_run() {
    check(|| {
        let (tasks, turns) = (quiet(), Rc::new(Cell::new(0)));
        let count = turns.clone();
        tasks.spawn(poll_fn(move |context| {
            count.set(count.get() + 1);
            context.waker().wake_by_ref();
            if count.get() == 4 {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        }));
        for turn in 1..=4 {
            assert_eq!(
                tasks.run_woken(),
                1,
                "polls in run {turn}: the wake was lost, or taken at once"
            );
        }
        assert_eq!((turns.get(), tasks.len()), (4, 0));
    });
}

#[test]
fn a_task_that_always_wakes_itself_does_not_keep_the_loop() {
    check(|| {
        let (tasks, probe) = (quiet(), Probe::default());
        tasks.spawn(poll_fn(|context| {
            context.waker().wake_by_ref();
            Poll::Pending
        }));
        tasks.spawn(probe.ready_at(1));
        assert_eq!(tasks.run_woken(), 2, "polls: each of the two once");
        assert!(tasks.is_ready() && probe.polls() == 1);
    });
}

#[test]
fn a_wake_after_the_end_wakes_nobody_else() {
    check(|| {
        let (tasks, ended, next) = (quiet(), Probe::default(), Probe::default());
        tasks.spawn(ended.ready_at(1));
        tasks.run_woken();
        tasks.spawn(next.ready_at(9));
        tasks.run_woken();
        ended.waker().wake();
        assert_eq!(
            tasks.run_woken(),
            0,
            "polls after the wake of a task that has ended"
        );
        assert_eq!(next.polls(), 1, "polls of the task that came after it");
    });
}

#[test]
fn tasks_run_in_the_order_in_which_they_were_woken() {
    check(|| {
        let (tasks, order) = (quiet(), Rc::new(RefCell::new(Vec::new())));
        let wakers = Rc::new(RefCell::new(Vec::new()));
        for n in 0..4 {
            let (order, wakers) = (order.clone(), wakers.clone());
            tasks.spawn(poll_fn(move |context| {
                wakers.borrow_mut().push(context.waker().clone());
                order.borrow_mut().push(n);
                Poll::Pending
            }));
        }
        tasks.run_woken();
        let woken: Vec<Waker> = wakers.take();
        [2, 0, 3]
            .iter()
            .for_each(|n: &usize| woken[*n].wake_by_ref());
        tasks.run_woken();
        assert_eq!(*order.borrow(), [0, 1, 2, 3, 2, 0, 3]);
    });
}

#[test]
fn a_task_may_spawn_another_one() {
    check(|| {
        let (tasks, probe) = (Rc::new(quiet()), Probe::default());
        let (inner, child) = (Rc::downgrade(&tasks), probe.clone());
        tasks.spawn(async move {
            let tasks = inner.upgrade().expect("it runs there");
            tasks.spawn(child.ready_at(1));
        });
        assert_eq!(tasks.run_woken(), 1, "polls in the first run");
        assert_eq!(tasks.run_woken(), 1, "polls in the second run: the child's");
        assert_eq!(probe.polls(), 1);
    });
}

#[test]
fn a_wake_from_another_thread_makes_the_loop_look() {
    check(|| {
        let notified = Arc::new(AtomicU32::new(0));
        let count = notified.clone();
        let tasks = Tasks::new(move || {
            count.fetch_add(1, Ordering::SeqCst);
        });
        let probe = Probe::default();
        tasks.spawn(probe.ready_at(2));
        tasks.run_woken();
        let (before, waker) = (notified.load(Ordering::SeqCst), probe.waker());
        thread::spawn(move || waker.wake()).join().unwrap();
        assert_eq!(
            notified.load(Ordering::SeqCst),
            before + 1,
            "how often the loop was made to look"
        );
        assert!(tasks.is_ready(), "by then the task stands in the queue");
        assert_eq!(tasks.run_woken(), 1);
    });
}

#[test]
fn the_loop_is_told_when_the_task_stands_in_the_queue() {
    thread_local! {
        static TASKS: RefCell<Option<Rc<Tasks>>> = const { RefCell::new(None) };
        static SEEN: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
    }
    /// Looks at once, as a loop on another thread may.
    fn look() {
        let tasks = TASKS.with_borrow(Clone::clone);
        let seen = tasks.map(|tasks| match tasks.queue.woken.try_lock() {
            Ok(woken) if woken.is_empty() => "nobody in the queue",
            Ok(_) => "a task in the queue",
            Err(_) => "a queue that is locked",
        });
        SEEN.with_borrow_mut(|all| all.extend(seen));
    }
    check(|| {
        let (tasks, probe) = (Rc::new(Tasks::new(look)), Probe::default());
        TASKS.set(Some(tasks.clone()));
        tasks.spawn(probe.ready_at(2));
        tasks.run_woken();
        probe.waker().wake();
        TASKS.set(None);
        let expected = ["a task in the queue"; 2];
        assert_eq!(
            SEEN.take(),
            expected,
            "what the loop saw when it was told of the spawn and of the wake"
        );
    });
}

#[test]
fn two_wakers_of_one_task_are_one_wake() {
    check(|| {
        let (tasks, probe) = (quiet(), Probe::default());
        tasks.spawn(probe.ready_at(9));
        tasks.run_woken();
        let old = probe.waker();
        old.wake_by_ref();
        tasks.run_woken();
        old.wake();
        probe.waker().wake();
        assert_eq!(
            tasks.run_woken(),
            1,
            "polls after a wake by an older waker and one by the latest"
        );
    });
}

#[test]
fn a_task_may_spawn_while_it_is_dropped() {
    struct Spawns(Rc<Tasks>, Probe);
    impl Drop for Spawns {
        fn drop(&mut self) {
            if !thread::panicking() {
                self.0.spawn(self.1.ready_at(1));
            }
        }
    }
    check(|| {
        let (tasks, probe) = (Rc::new(quiet()), Probe::default());
        let last = Spawns(tasks.clone(), probe.clone());
        tasks.spawn(async move { drop(last) });
        let late = Spawns(tasks.clone(), probe.clone());
        tasks.spawn(poll_fn(move |_| {
            let _late = &late; // dropped with the future, when that has ended
            Poll::Ready(())
        }));
        assert_eq!(tasks.run_woken(), 2, "polls of the two");
        assert_eq!(tasks.len(), 2, "tasks that were spawned by their drops");
    });
}

#[test]
fn futures_are_dropped_with_their_tasks() {
    check(|| {
        let (tasks, held) = (quiet(), Rc::new(()));
        for ends in [true, false] {
            let held = held.clone();
            tasks.spawn(async move {
                let _held = held;
                if !ends {
                    pending().await
                }
            });
        }
        tasks.run_woken();
        assert_eq!(
            Rc::strong_count(&held),
            2,
            "owners: this test, and the task that has not ended"
        );
        drop(tasks);
        assert_eq!(Rc::strong_count(&held), 1, "owners when all tasks are gone");
    });
}
