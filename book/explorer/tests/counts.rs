//! Tests whose orders can be counted by hand, and what is tried when there are too many.

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
fn equal_deadlines_wake_in_the_order_in_which_they_were_asked_for() {
    let verdict = check(|world| {
        let of_task = world.clone();
        world.spawn("both", async move {
            let (first, second) = (of_task.sleep(MILLI), of_task.sleep(MILLI));
            first.await;
            assert_eq!(of_task.now(), MILLI);
            second.await;
            assert_eq!(of_task.now(), MILLI);
        });
    });
    assert_eq!(all(&verdict), 1);
}

/// An update is lost if two deviations come at the right places: among 8 yields of three tasks these are few.
fn needs_two_deviations(world: &World) {
    use std::{cell::Cell, rc::Rc};
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
fn random_orders_find_what_is_many_deviations_away_and_tell_the_simplest() {
    let without = Check::new()
        .limit(200)
        .random(0, 1)
        .run(needs_two_deviations);
    assert!(without.failure.is_none(), "{without}");
    let check = Check::new().limit(200).random(10_000, 3);
    let verdict = check.run(needs_two_deviations);
    let failure = verdict.failure.clone().expect("random orders find it");
    assert!(failure.found > 200, "{verdict}");
    assert!(
        failure.why().contains("this very state is the bug"),
        "{failure}"
    );
    // The same seed finds the same order, and its number brings it back.
    let again = check.run(needs_two_deviations).failure.expect("again");
    assert_eq!(again.number(), failure.number());
    let replayed = check
        .replay(&failure.number(), needs_two_deviations)
        .expect("it fits");
    assert_eq!(replayed.to_string(), failure.to_string());
}
