//! Tasks that are spawned meanwhile, and tasks that end.

use super::*;

#[test]
fn a_task_may_spawn_another() {
    check(
        "the poll of a task that another has spawned (is a lock held while a task is polled?)",
        |executor| {
            let (inside, probe) = (Rc::downgrade(executor), Probe::default());
            let (parent, child) = (Probe::default(), probe.clone());
            executor.spawn(parent.acts_until(3, move |_| {
                let executor = inside.upgrade().expect("it runs there");
                executor.spawn(child.ready_at(2));
            }));
            if catch_unwind(AssertUnwindSafe(|| executor.run_ready())).is_err() {
                panic!(
                    "a task cannot spawn another: what is borrowed while a task is polled? (The panic above this one names the line that borrows again.)"
                );
            }
            assert_eq!(
                probe.polls(),
                0,
                "polls of the new task in the run that spawned it"
            );
            run(executor);
            assert_eq!(
                (parent.polls(), probe.polls()),
                (1, 1),
                "polls of a task that has spawned another, and of that, after the next run: do two tasks share an id \
                 or a place? did the new task get the place of the task that is being polled?"
            );
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
        "the task that a destructor has spawned (is a lock held while a task is dropped?)",
        |executor| {
            let probe = Probe::default();
            let late = Spawns(Rc::downgrade(executor), probe.clone());
            executor.spawn(poll_fn(move |_| {
                let _late = &late; // dropped with the future, when that has ended
                Poll::Ready(())
            }));
            if catch_unwind(AssertUnwindSafe(|| executor.run_ready())).is_err() {
                panic!(
                    "a destructor cannot spawn: what is borrowed while a task is dropped? (The panic above this one names the line that borrows again.)"
                );
            }
            run(executor);
            assert_eq!(
                probe.polls(),
                1,
                "polls of the task that a destructor has spawned"
            );
        },
    );
}

#[test]
fn a_wake_after_the_end_reaches_no_other_task() {
    check("the late wake", |executor| {
        let (ended, next) = (Probe::default(), [(); 3].map(|()| Probe::default()));
        executor.spawn(ended.ready_at(1));
        run(executor);
        next.iter()
            .for_each(|probe| executor.spawn(probe.ready_at(9)));
        run(executor);
        ended.waker().wake();
        run(executor);
        assert_eq!(
            next.each_ref().map(Probe::polls),
            [1, 1, 1],
            "polls of three tasks that came after the one whose waker was called: has one of them its id, or its place?"
        );
    });
}

#[test]
fn a_task_that_ends_is_dropped_and_the_others_with_the_executor() {
    within(Duration::from_secs(3), "the end of the tasks", || {
        let (executor, held) = (Rc::new(Executor::new(|| ())), Rc::new(()));
        let waiting = Probe::default();
        for ends in [true, false] {
            let (held, mut waits) = (held.clone(), Box::pin(waiting.ready_at(9)));
            executor.spawn(poll_fn(move |context| {
                let _held = &held; // what a closure owns is dropped with it, and not when it is ready
                match ends {
                    true => Poll::Ready(()),
                    false => waits.as_mut().poll(context),
                }
            }));
        }
        run(&executor);
        assert_eq!(
            Rc::strong_count(&held),
            2,
            "owners of what two tasks held, when run_ready has returned and one of them has ended: this test and the \
             other"
        );
        drop(executor);
        assert_eq!(
            Rc::strong_count(&held),
            1,
            "owners when the executor is dropped"
        );
        waiting.waker().wake(); // reaches nothing, and does no harm
    });
}

#[test]
fn a_thousand_ready_tasks_are_not_polled_one_inside_the_other() {
    check("a thousand polls", |executor| {
        let depths = Rc::new(RefCell::new(Vec::new()));
        for _ in 0..1000 {
            let depths = depths.clone();
            executor.spawn(poll_fn(move |_| {
                let here = 0u8;
                depths.borrow_mut().push(std::ptr::from_ref(&here).addr());
                Poll::Ready(())
            }));
        }
        run(executor);
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
