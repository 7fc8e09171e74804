//! Timers that are cancelled: one, and many.

use super::*;
use std::{collections::BTreeSet, env, process::Command, thread::Builder};

#[test]
fn a_cancelled_one_does_not_fire() {
    check(|timers| {
        let [a, b, c] = [10, 20, 30].map(|n| timers.add(ms(n)));
        timers.cancel(b);
        assert_eq!(
            due(timers, ms(100)),
            [a, c],
            "timers that fired; the one in the middle was cancelled"
        );
    });
}

#[test]
fn a_cancelled_one_does_not_hide_those_behind_it() {
    check(|timers| {
        let [a, b, c] = [10, 20, 30].map(|n| timers.add(ms(n)));
        timers.cancel(a);
        assert_eq!(
            timers.pop_due(ms(25)),
            Some(b),
            "the first `pop_due`; the earliest timer was cancelled, and the second is due"
        );
        timers.cancel(c);
        assert_eq!(
            timers.pop_due(ms(100)),
            None,
            "`pop_due`, when the last timer was cancelled"
        );
    });
}

#[test]
fn a_cancelled_one_is_not_waited_for() {
    check(|timers| {
        let [a, b] = [10, 20].map(|n| timers.add(ms(n)));
        timers.cancel(a);
        assert_eq!(
            timers.next(),
            Some(ms(20)),
            "`next`, when the timer at 10 ms was cancelled: the loop would wake up for nothing"
        );
        timers.cancel(b);
        assert_eq!(
            timers.next(),
            None,
            "`next`, when all timers were cancelled: there is nothing to wait for"
        );
        let [a, b, _] = [30, 40, 50].map(|n| timers.add(ms(n)));
        timers.cancel(a);
        timers.cancel(b);
        assert_eq!(
            timers.next(),
            Some(ms(50)),
            "`next`, when the two before it were cancelled"
        );
    });
}

#[test]
fn a_cancelled_one_behind_others_is_not_waited_for_later() {
    check(|timers| {
        let [a, b, c] = [10, 20, 30].map(|n| timers.add(ms(n)));
        timers.cancel(b);
        assert_eq!(timers.next(), Some(ms(10)), "`next`; 10 ms is the earliest");
        assert_eq!(
            due(timers, ms(15)),
            [a],
            "timers that fired at 15 ms; the deadlines are 10 and 30 ms, and one at 20 ms was cancelled"
        );
        assert_eq!(
            timers.next(),
            Some(ms(30)),
            "`next`, when the timer at 20 ms was cancelled before it came to be the first"
        );
        assert_eq!(
            due(timers, ms(35)),
            [c],
            "timers that fired at 35 ms; the deadline that was left is 30 ms"
        );
    });
}

#[test]
fn to_cancel_what_has_fired_changes_nothing() {
    check(|timers| {
        let a = timers.add(ms(10));
        assert_eq!(
            due(timers, ms(15)),
            [a],
            "timers that fired at 15 ms; the deadline is 10 ms"
        );
        cancel_again(timers, a);
        let b = timers.add(ms(20));
        assert_eq!(
            due(timers, ms(25)),
            [b],
            "timers that fired at 25 ms; the one that was cancelled had fired before, and is another"
        );
    });
}

#[test]
fn to_cancel_twice_is_to_cancel_once() {
    check(|timers| {
        let [a, b, c] = [10, 10, 20].map(|n| timers.add(ms(n)));
        timers.cancel(a);
        cancel_again(timers, a);
        assert_eq!(
            due(timers, ms(15)),
            [b],
            "timers that fired at 15 ms; of two at 10 ms the first was cancelled, twice"
        );
        cancel_again(timers, a);
        assert_eq!(
            timers.next(),
            Some(ms(20)),
            "`next`; of three timers the one at 20 ms is left"
        );
        assert_eq!(
            due(timers, ms(25)),
            [c],
            "timers that fired at 25 ms; of three timers the one at 20 ms was left"
        );
    });
}

#[test]
fn two_thousand_agree_with_a_sorted_set() {
    check(|timers| {
        let (mut model, mut seed) = (BTreeSet::new(), 7_u64);
        for round in 0..2_000 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let deadline = ms((seed >> 33) % 1000);
            let id = timers.add(deadline);
            model.insert((deadline, id));
            let first = model.first().copied();
            match (round % 4, first) {
                (1, Some(first)) => {
                    timers.cancel(first.1);
                    model.remove(&first);
                }
                (3, Some(first)) => {
                    let fired = timers.pop_due(first.0);
                    assert!(
                        fired == Some(first.1),
                        "{} timers were added, and a quarter of them cancelled; `pop_due` should return timer {}, the earliest that was \
                         neither cancelled nor fired, and returned {fired:?}",
                        round + 1,
                        first.1
                    );
                    model.remove(&first);
                    cancel_again(timers, first.1); // it has fired
                }
                _ => {}
            }
        }
        let sorted: Vec<_> = model.into_iter().map(|(_, id)| id).collect();
        let fired: Vec<_> = iter::from_fn(|| timers.pop_due(Duration::MAX))
            .take(3_000)
            .collect();
        assert!(
            fired == sorted,
            "{} timers fired, and {} should have, or in another order",
            fired.len(),
            sorted.len()
        );
    });
}

/// A stack that overflows ends the process, so this is done in another one, on a small stack.
fn on_a_small_stack(name: &str, test: fn(&mut Timers)) {
    const CHILD: &str = "S4E2_ON_A_SMALL_STACK";
    if env::var_os(CHILD).is_some() {
        let thread = Builder::new().stack_size(128 << 10);
        let thread = thread.spawn(move || test(&mut Timers::default()));
        return thread.expect("a thread").join().expect("no panic");
    }
    let (_, module) = module_path!().split_once("::").expect("a test's module");
    let child = Command::new(env::current_exe().expect("this program"))
        .args(["--exact", &format!("{module}::{name}")])
        .env(CHILD, "1")
        .output()
        .expect("another process");
    let said = String::from_utf8_lossy(&child.stdout);
    let said = said
        .lines()
        .find(|line| line.contains("one behind them is left"));
    if let Some(said) = said.filter(|_| !child.status.success()) {
        panic!("{said}: it was not returned");
    }
    assert!(
        child.status.success(),
        "five thousand timers were cancelled, and the stack overflowed: does a method call itself for each?"
    );
}

/// Five thousand cancelled timers, and one behind them.
fn crowd(timers: &mut Timers) -> TimerId {
    let ids: Vec<_> = (0..5_000).map(|n| timers.add(ms(n))).collect();
    let last = timers.add(ms(5_000));
    ids.into_iter().for_each(|id| timers.cancel(id));
    last
}

#[test]
fn many_cancelled_ones_take_no_stack_in_next() {
    on_a_small_stack("many_cancelled_ones_take_no_stack_in_next", |timers| {
        crowd(timers);
        assert_eq!(
            timers.next(),
            Some(ms(5_000)),
            "`next`; five thousand timers were cancelled, and the one behind them is left"
        );
    });
}

#[test]
fn many_cancelled_ones_take_no_stack_in_pop_due() {
    on_a_small_stack("many_cancelled_ones_take_no_stack_in_pop_due", |timers| {
        let last = crowd(timers);
        assert_eq!(
            timers.pop_due(Duration::MAX),
            Some(last),
            "`pop_due`; five thousand timers were cancelled, and the one behind them is left"
        );
    });
}

#[test]
fn to_cancel_many_that_have_fired_brings_no_cancelled_one_back() {
    check(|timers| {
        let cancelled = timers.add(ms(500));
        let left = timers.add(ms(600));
        timers.cancel(cancelled);
        for n in 0..100 {
            let fired = timers.add(ms(n));
            due(timers, ms(n));
            cancel_again(timers, fired);
        }
        assert_eq!(
            due(timers, ms(1000)),
            [left],
            "timers that fired at 1000 ms; the one at 500 ms was cancelled, and then a hundred others fired and were cancelled after \
             that, which does nothing"
        );
    });
}
