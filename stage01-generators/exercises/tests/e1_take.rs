//! The provided tests of s1e1.

use super::*;
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
};
use std::{cell::Cell, rc::Rc, time::Duration};
use testkit::within;

/// Yields `from..to`, counts how often it is resumed, and minds being resumed after its end.
struct Range {
    from: u32,
    next: u32,
    to: u32,
    resumes: Rc<Cell<u32>>,
}

fn range(from: u32, to: u32) -> Range {
    Range {
        from,
        next: from,
        to,
        resumes: Rc::default(),
    }
}

impl Coroutine for Range {
    type Yield = u32;
    type Return = ();

    fn resume(&mut self, (): ()) -> CoroutineState<u32, ()> {
        self.resumes.set(self.resumes.get() + 1);
        assert!(
            self.next <= self.to,
            "range({}, {}) was resumed after it had ended",
            self.from,
            self.to
        );
        self.next += 1;
        if self.next <= self.to {
            Yielded(self.next - 1)
        } else {
            Complete(())
        }
    }
}

fn values(mut of: impl Coroutine<Yield = u32, Return = ()>) -> Vec<u32> {
    let mut values = Vec::new();
    while let Yielded(value) = of.resume(()) {
        values.push(value);
        assert!(
            values.len() < 100,
            "more than 100 values, where a handful was asked for: it never ends"
        );
    }
    values
}

fn check(test: impl FnOnce() + Send + 'static) {
    within(
        Duration::from_secs(2),
        "the end of a coroutine of a few values",
        test,
    );
}

#[test]
fn take_hands_out_the_first_values() {
    check(|| {
        assert_eq!(
            values(Take::new(range(0, 10), 3)),
            [0, 1, 2],
            "take(3) of 0, 1, 2, …"
        )
    });
}

#[test]
fn take_ends_when_the_inner_one_ends() {
    check(|| {
        assert_eq!(
            values(Take::new(range(0, 2), 5)),
            [0, 1],
            "take(5) of a coroutine that has two values"
        )
    });
}

#[test]
fn take_resumes_the_inner_one_only_for_values_it_hands_out() {
    check(|| {
        let inner = range(0, 10);
        let resumes = inner.resumes.clone();
        values(Take::new(inner, 3));
        assert_eq!(
            resumes.get(),
            3,
            "resumes of the inner coroutine when take(3) had handed out 3 values and ended"
        );
    });
}

#[test]
fn take_resumes_the_inner_one_once_for_each_value() {
    check(|| {
        let inner = range(0, 10);
        let resumes = inner.resumes.clone();
        let mut take = Take::new(inner, 3);
        for handed_out in 0..3 {
            assert_eq!(
                resumes.get(),
                handed_out,
                "resumes of the inner coroutine when take had handed out {handed_out} values: one for each"
            );
            take.resume(());
        }
    });
}

#[test]
fn chain_resumes_the_second_only_when_the_first_has_ended() {
    check(|| {
        let (first, second) = (range(0, 2), range(7, 9));
        let (of_first, resumes) = (first.resumes.clone(), second.resumes.clone());
        let mut chain = Chain::new(first, second);
        for handed_out in 0..2 {
            assert_eq!(
                of_first.get(),
                handed_out,
                "resumes of the first when chain had handed out {handed_out} of its values: one for each"
            );
            chain.resume(());
        }
        assert_eq!(
            resumes.get(),
            0,
            "the first has not ended; this is how often the second was resumed"
        );
        chain.resume(());
        assert_eq!(
            resumes.get(),
            1,
            "the first has ended, and one value of the second was handed out; this is how often the second was resumed"
        );
    });
}

#[test]
fn take_nothing_runs_nothing() {
    check(|| {
        let inner = range(0, 10);
        let resumes = inner.resumes.clone();
        assert_eq!(values(Take::new(inner, 0)), [], "take(0) hands out nothing");
        assert_eq!(
            resumes.get(),
            0,
            "take(0) hands out nothing; resumes of the inner coroutine"
        );
    });
}

#[test]
fn chain_hands_out_both() {
    check(|| {
        assert_eq!(
            values(Chain::new(range(0, 2), range(7, 9))),
            [0, 1, 7, 8],
            "the values of the first, then of the second"
        )
    });
}

#[test]
fn chain_of_an_empty_first_begins_with_the_second() {
    check(|| {
        assert_eq!(
            values(Chain::new(range(5, 5), range(7, 9))),
            [7, 8],
            "the first is empty: the values of the second"
        )
    });
}

#[test]
fn chain_ends_when_the_second_is_empty() {
    check(|| {
        assert_eq!(
            values(Chain::new(range(0, 2), range(5, 5))),
            [0, 1],
            "the second is empty: the values of the first"
        )
    });
}

#[test]
fn they_can_be_combined() {
    check(|| {
        assert_eq!(
            values(Take::new(
                Chain::new(Take::new(range(0, 9), 1), range(5, 9)),
                3
            )),
            [0, 5, 6],
            "take(3) of a chain of take(1) of 0, 1, 2, … and of 5, 6, 7, 8"
        )
    });
}
