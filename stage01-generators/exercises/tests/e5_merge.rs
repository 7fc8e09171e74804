//! The provided tests of s1e5.

use super::*;
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
};
use std::{cell::Cell, rc::Rc, time::Duration};
use testkit::within;

/// Yields `a1`, `a2`, … for the name `a`; returns its name in capitals.
struct Source {
    name: char,
    given: u32,
    length: u32,
    ended: bool,
}

impl Coroutine for Source {
    type Yield = String;
    type Return = char;

    fn resume(&mut self, (): ()) -> CoroutineState<String, char> {
        assert!(
            !self.ended,
            "source {} was resumed after it had ended",
            self.name
        );
        if self.given == self.length {
            self.ended = true;
            return Complete(self.name.to_ascii_uppercase());
        }
        self.given += 1;
        Yielded(format!("{}{}", self.name, self.given))
    }
}

/// What a merge of sources of these lengths yields, and what it returns.
fn merge(lengths: &[u32]) -> (String, String) {
    let lengths = lengths.to_vec();
    let awaited =
        "a `resume` that hands out a value or ends (does it look for a source among ended ones?)";
    within(Duration::from_secs(2), awaited, move || {
        let most: u32 = lengths.iter().sum();
        let source = |(name, &length)| Source {
            name,
            given: 0,
            length,
            ended: false,
        };
        let mut merge = Merge::new(('a'..).zip(&lengths).map(source).collect());
        let mut values = Vec::new();
        loop {
            match merge.resume(()) {
                Yielded(value) => values.push(value),
                Complete(results) => return (values.join(" "), results.into_iter().collect()),
            }
            assert!(
                values.len() <= most as usize,
                "more values than the sources have: {}",
                values.join(" ")
            );
        }
    })
}

#[test]
fn one_source_is_itself() {
    assert_eq!(
        merge(&[3]),
        ("a1 a2 a3".into(), "A".into()),
        "one source: its values and its result"
    );
}

#[test]
fn equal_sources_take_turns() {
    assert_eq!(
        merge(&[2, 2, 2]).0,
        "a1 b1 c1 a2 b2 c2",
        "each source has one turn a round"
    );
}

#[test]
fn the_last_one_goes_on_alone() {
    assert_eq!(
        merge(&[1, 3]).0,
        "a1 b1 b2 b3",
        "a has ended: b goes on alone"
    );
}

#[test]
fn a_source_that_ends_costs_its_neighbour_no_turn() {
    assert_eq!(
        merge(&[1, 3, 3]).0,
        "a1 b1 c1 b2 c2 b3 c3",
        "a has ended: b and c still take turns"
    );
    assert_eq!(
        merge(&[2, 1, 2, 2]).0,
        "a1 b1 c1 d1 a2 c2 d2",
        "b has ended: c is next"
    );
}

#[test]
fn results_stand_in_the_order_of_the_sources() {
    assert_eq!(
        merge(&[3, 1, 2]).1,
        "ABC",
        "a ended last, and is still the first source"
    );
}

#[test]
fn sources_that_yield_nothing_still_return() {
    assert_eq!(
        merge(&[0, 2, 0]),
        ("b1 b2".into(), "ABC".into()),
        "a and c yield nothing, and return"
    );
    assert_eq!(
        merge(&[0, 0]),
        ("".into(), "AB".into()),
        "neither yields, and both return"
    );
}

#[test]
fn no_sources_no_values() {
    assert_eq!(
        merge(&[]),
        ("".into(), "".into()),
        "without sources it ends at once"
    );
}

#[test]
fn no_source_is_ever_two_turns_ahead() {
    let (values, _) = merge(&[9, 4, 7, 4, 9, 1, 6]);
    let values: Vec<_> = values.split(' ').collect();
    let number = |value: &str| value[1..].parse::<u32>().expect("a name and a number");
    for pair in values.windows(2) {
        assert!(
            number(pair[1]) >= number(pair[0]) && number(pair[1]) <= number(pair[0]) + 1,
            "{} was followed by {}: the rounds are mixed up in {values:?}",
            pair[0],
            pair[1]
        );
    }
}

/// Counts the resumes of all sources. The thousandth ends it.
struct Counted(Rc<Cell<u32>>);

impl Coroutine for Counted {
    type Yield = u32;
    type Return = ();

    fn resume(&mut self, (): ()) -> CoroutineState<u32, ()> {
        self.0.set(self.0.get() + 1);
        match self.0.get() {
            ..1000 => Yielded(self.0.get()),
            _ => Complete(()),
        }
    }
}

#[test]
fn it_resumes_one_source_for_each_value() {
    within(Duration::from_secs(2), "three values of a merge", || {
        let resumes = Rc::new(Cell::new(0));
        let sources = vec![Counted(resumes.clone()), Counted(resumes.clone())];
        let mut merge = Merge::new(sources);
        for handed_out in 0..3 {
            assert_eq!(
                resumes.get(),
                handed_out,
                "one resume of a source for each value; with so many handed out, there were more"
            );
            merge.resume(());
        }
    });
}

/// Ends at once, and notes how far the stack has grown.
struct Ends(Rc<Cell<Option<usize>>>);

impl Coroutine for Ends {
    type Yield = u32;
    type Return = ();

    fn resume(&mut self, (): ()) -> CoroutineState<u32, ()> {
        let here = 0_u8;
        let here = (&raw const here).addr();
        let first = self.0.get().unwrap_or(here);
        self.0.set(Some(first));
        assert!(
            first.abs_diff(here) < 256 * 1024,
            "many sources end in one resume, and the stack grows with them: does `resume` call itself?"
        );
        Complete(())
    }
}

#[test]
fn ten_thousand_ends_in_one_resume_take_no_stack() {
    within(Duration::from_secs(20), "the end of a merge", || {
        let top = Rc::default();
        let sources = (0..10_000).map(|_| Ends(Rc::clone(&top))).collect();
        let results = match Merge::new(sources).resume(()) {
            Complete(results) => results.len(),
            Yielded(_) => 0,
        };
        assert_eq!(results, 10_000, "each source has ended, and has a result");
    });
}
