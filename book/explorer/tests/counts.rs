//! Tests whose orders can be counted by hand, and what is tried when there are too many.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use explorer::{Check, Verdict, World, check};

const MILLI: Duration = Duration::from_millis(1);

/// Spawns a task that yields as often as this.
fn spawn(world: &World, name: &str, yields: usize) -> explorer::world::Task {
    let of_task = world.clone();
    world.spawn(name, async move {
        for _ in 0..yields {
            of_task.yield_now().await;
        }
    })
}

fn all(verdict: &Verdict) -> usize {
    assert!(verdict.complete, "{verdict}");
    verdict.orders
}

#[test]
fn polls_of_two_tasks_are_interleaved_in_every_way() {
    for (left, right, orders) in [(0, 0, 2), (1, 0, 3), (1, 1, 6), (2, 2, 20), (3, 3, 70)] {
        // Of n + m polls, n are those of the left task.
        let verdict = check(|world| {
            spawn(world, "left", left);
            spawn(world, "right", right);
        });
        assert_eq!(all(&verdict), orders, "{left} and {right}");
    }
}

#[test]
fn something_from_outside_comes_before_within_or_after_a_poll() {
    for (pauses, orders) in [(0, 2), (1, 3), (2, 4)] {
        let verdict = check(|world| {
            let of_task = world.clone();
            world.spawn(
                "task",
                async move { (0..pauses).for_each(|_| of_task.pause()) },
            );
            world.outside("a byte arrives", || {});
        });
        assert_eq!(all(&verdict), orders, "{pauses}");
    }
}

#[test]
fn what_has_the_same_name_comes_in_its_order() {
    let two = |names: [&'static str; 2]| {
        let verdict = check(move |world| names.iter().for_each(|name| world.outside(name, || {})));
        all(&verdict)
    };
    assert_eq!(two(["the thread acts", "the thread acts"]), 1);
    assert_eq!(two(["one thread acts", "another thread acts"]), 2);
}

#[test]
fn a_task_is_cancelled_before_each_of_its_polls_or_not_at_all() {
    for yields in 0..4 {
        let verdict = check(|world| {
            spawn(world, "task", yields).may_cancel();
        });
        assert_eq!(all(&verdict), yields + 2);
    }
}

#[test]
fn a_spurious_poll_comes_only_to_a_task_that_waits() {
    let verdict = Check::new().spurious(1).check(|world| {
        let of_task = world.clone();
        world.spawn("task", async move { of_task.sleep(MILLI).await });
    });
    // It sleeps, and is polled in vain once or not.
    assert_eq!(all(&verdict), 2);
}

#[test]
fn a_deadline_passes_before_or_after_a_poll_of_another_task() {
    let sleeper_and_other = |check: Check| {
        check.check(|world| {
            let of_task = world.clone();
            world.spawn("sleeper", async move { of_task.sleep(MILLI).await });
            spawn(world, "other", 0);
        })
    };
    // sleeps, other, passes, wakes up; sleeps, passes, other, wakes up; sleeps, passes, wakes up, other; other, sleeps, passes, wakes up.
    assert_eq!(all(&sleeper_and_other(Check::new())), 4);
    assert_eq!(all(&sleeper_and_other(Check::new().idle_clock())), 2);
}

#[test]
fn equal_deadlines_pass_at_once() {
    let verdict = Check::new().idle_clock().check(|world| {
        for name in ["left", "right"] {
            let of_task = world.clone();
            world.spawn(name, async move { of_task.sleep(MILLI).await });
        }
    });
    // Either one begins to sleep first, the clock wakes both, and either one is polled first.
    assert_eq!(all(&verdict), 4);
}

#[test]
fn a_task_that_is_woken_twice_is_polled_once() {
    let verdict = check(|world| {
        let mut polled = false;
        let twice = poll_fn(move |cx| {
            cx.waker().wake_by_ref();
            cx.waker().wake_by_ref();
            match std::mem::replace(&mut polled, true) {
                true => Poll::Ready(()),
                false => Poll::Pending,
            }
        });
        world.spawn("twice", twice);
        spawn(world, "other", 0);
    });
    assert_eq!(all(&verdict), 3);
}

/// If `right` is first, `left` notices it late. If `left` is polled twice before `right` is, it notices that at once.
fn fails_late_or_early(world: &World) {
    let log = Rc::new(RefCell::new(vec![]));
    let (of_left, of_right, yields) = (log.clone(), log, world.clone());
    world.spawn("left", async move {
        for _ in 0..3 {
            of_left.borrow_mut().push("left");
            assert_ne!(*of_left.borrow(), ["left", "left"], "early");
            yields.yield_now().await;
        }
        assert_eq!(of_left.borrow()[0], "left", "late");
    });
    world.spawn("right", async move { of_right.borrow_mut().push("right") });
}

#[test]
fn of_the_orders_that_fail_with_as_few_deviations_the_shortest_is_told() {
    let verdict = Check::new().run(fails_late_or_early);
    let failure = verdict.failure.expect("it fails");
    assert!(failure.why().contains("early"), "{failure}");
    assert_eq!((failure.found, failure.number()), (2, "01".into()));
}

#[test]
fn a_random_order_is_told_without_the_deviations_that_do_not_matter() {
    let verdict = Check::new().limit(1).random(100, 3).run(|world| {
        spawn(world, "a", 5);
        spawn(world, "b", 5);
        fails_late_or_early(world);
    });
    let failure = verdict.failure.expect("it fails");
    assert_eq!(failure.number().replace('0', "").len(), 1, "{failure}");
}

/// One state in the middle of 24 polls is the bug.
fn needs_many_deviations(world: &World) {
    let progress = Rc::new(Cell::new([0; 3]));
    for (number, name) in ["a", "b", "c"].into_iter().enumerate() {
        let (progress, of_task) = (progress.clone(), world.clone());
        world.spawn(name, async move {
            for _ in 0..8 {
                let mut all = progress.get();
                all[number] += 1;
                progress.set(all);
                assert!(all != [2, 8, 5], "this very state is the bug");
                of_task.yield_now().await;
            }
        });
    }
}

#[test]
fn a_test_that_is_too_large_is_tried_with_few_deviations_and_then_at_random() {
    let verdict = Check::new().limit(100).random(50, 3).check(|world| {
        for name in ["a", "b", "c"] {
            spawn(world, name, 8);
        }
    });
    assert_eq!(
        verdict.to_string(),
        "100 orders, among them all with at most 1 deviation from first come, first served, and 50 random ones"
    );
}

#[test]
fn random_orders_find_what_is_many_deviations_away() {
    let without = Check::new()
        .limit(200)
        .random(0, 1)
        .run(needs_many_deviations);
    assert!(without.failure.is_none(), "{without}");
    let check = Check::new().limit(200).random(10_000, 3);
    let verdict = check.run(needs_many_deviations);
    let failure = verdict.failure.clone().expect("random orders find it");
    assert!(failure.found > 200, "{verdict}");
    assert!(
        failure.why().contains("this very state is the bug"),
        "{failure}"
    );
    // The same seed finds the same order, and its number brings it back.
    let again = check.run(needs_many_deviations).failure.expect("again");
    assert_eq!(again.number(), failure.number());
    let replayed = check
        .replay(&failure.number(), needs_many_deviations)
        .expect("it fits");
    assert_eq!(replayed.to_string(), failure.to_string());
}
