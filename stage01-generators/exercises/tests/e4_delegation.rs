//! The provided tests of s1e4.

use super::*;
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    GeneratorExit, ProtocolError, Result,
};
use std::{cell::RefCell, error::Error, fmt, rc::Rc, time::Duration};
use testkit::within;

#[path = "e4_close.rs"]
mod close;
#[path = "e4_results.rs"]
mod results;

#[derive(Debug)]
struct Nudge;

impl fmt::Display for Nudge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nudge")
    }
}
impl Error for Nudge {}

#[derive(Debug)]
struct Oops;

impl fmt::Display for Oops {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("oops")
    }
}
impl Error for Oops {}

type Log = Rc<RefCell<Vec<String>>>;

/// What a child does with an exception.
#[derive(Clone, Copy)]
enum Does {
    /// Raises it again.
    Raises,
    /// Raises `Oops` in its place.
    RaisesOops,
    /// Catches it, and returns -1.
    Returns,
    /// Catches it, and yields on.
    Yields,
}

/// Yields `base`, `base + 1`, …, `turns` of them; returns `10 * base`.
struct Child {
    name: &'static str,
    base: i32,
    turns: i32,
    at_nudge: Does,
    at_exit: Does,
    ended: bool,
    log: Log,
}

impl Coroutine<Sent> for Child {
    type Yield = i32;
    type Return = Result<i32>;

    fn resume(&mut self, sent: Sent) -> CoroutineState<i32, Result<i32>> {
        let name = self.name;
        assert!(!self.ended, "the {name} child was resumed after its end");
        self.log.borrow_mut().push(format!("{name} {sent:?}"));
        let turn = self.turn(sent);
        self.ended = matches!(turn, Complete(_));
        turn
    }
}

impl Child {
    fn turn(&mut self, sent: Sent) -> CoroutineState<i32, Result<i32>> {
        if let Err(e) = sent {
            let does = match e.is::<GeneratorExit>() {
                true => self.at_exit,
                false => self.at_nudge,
            };
            match does {
                Does::Raises => return Complete(Err(e)),
                Does::RaisesOops => return Complete(Err(Oops.into())),
                Does::Returns => return Complete(Ok(-1)),
                Does::Yields => {}
            }
        }
        if self.turns == 0 {
            return Complete(Ok(10 * self.base));
        }
        self.turns -= 1;
        self.base += 1;
        Yielded(self.base - 1)
    }
}

type Pair = Both<Child, Child>;

/// Runs a test on two children of two turns each, which do this with a `Nudge` and with a `GeneratorExit`.
fn check(at_nudge: Does, at_exit: Does, test: impl FnOnce(&mut Pair, &Log) + Send + 'static) {
    within(
        Duration::from_secs(2),
        "a turn of two children",
        move || {
            let log = Log::default();
            let child = |name, base| Child {
                name,
                base,
                turns: 2,
                at_nudge,
                at_exit,
                ended: false,
                log: log.clone(),
            };
            test(&mut Both::new(child("first", 1), child("second", 5)), &log);
        },
    );
}

fn second_runs(log: &Log) -> bool {
    log.borrow().iter().any(|line| line.starts_with("second"))
}

/// Sends `None`, then `1`, `2`, … and shows the answers.
fn drive(pair: &mut Pair, turns: i32) -> String {
    let answers = (0..turns).map(|i| format!("{:?}", pair.resume(Ok((i > 0).then_some(i)))));
    answers.collect::<Vec<_>>().join(" ")
}

#[test]
fn the_first_child_is_served() {
    check(Does::Raises, Does::Returns, |pair, log| {
        assert_eq!(drive(pair, 2), "Yielded(1) Yielded(2)");
        assert_eq!(
            log.borrow().join(", "),
            "first Ok(None), first Ok(Some(1))",
            "what reached the children"
        );
    });
}

#[test]
fn what_comes_first_of_all_reaches_the_child_too() {
    check(Does::Yields, Does::Returns, |pair, log| {
        let turn = pair.resume(Ok(Some(5)));
        assert_eq!(
            (format!("{turn:?}"), log.borrow().join(", ")),
            ("Yielded(1)".into(), "first Ok(Some(5))".into()),
            "a 5 was sent in the very first resume: the answer, and what reached the children"
        );
    });
    check(Does::Yields, Does::Returns, |pair, log| {
        let turn = pair.resume(Err(Nudge.into()));
        assert_eq!(
            (format!("{turn:?}"), log.borrow().join(", ")),
            ("Yielded(1)".into(), "first Err(Nudge)".into()),
            "a Nudge was thrown in the very first resume: the answer, and what reached the children"
        );
    });
}

#[test]
fn the_second_starts_in_the_turn_in_which_the_first_ends() {
    check(Does::Raises, Does::Returns, |pair, _| {
        assert_eq!(
            drive(pair, 3),
            "Yielded(1) Yielded(2) Yielded(5)",
            "no turn may be lost between the children"
        );
    });
}

#[test]
fn the_second_starts_with_nothing_sent() {
    check(Does::Raises, Does::Returns, |pair, log| {
        drive(pair, 4);
        assert_eq!(
            log.borrow()[2..].join(", "),
            "first Ok(Some(2)), second Ok(None), second Ok(Some(3))",
            "the 2 belonged to the first child, which ended; the second has just started"
        );
    });
}

#[test]
fn both_results_come_back() {
    check(Does::Raises, Does::Returns, |pair, _| {
        drive(pair, 4);
        let end = pair.resume(Ok(Some(4)));
        assert!(
            matches!(end, Complete(Ok((30, 70)))),
            "expected both children's results, got {end:?}"
        );
    });
}

#[test]
fn an_exception_reaches_the_child_which_may_go_on() {
    check(Does::Yields, Does::Returns, |pair, log| {
        drive(pair, 1);
        let turn = pair.resume(Err(Nudge.into()));
        assert!(
            matches!(turn, Yielded(2)),
            "the first child catches a Nudge and yields on; got {turn:?}"
        );
        drive(pair, 1);
        let turn = pair.resume(Err(Nudge.into()));
        assert!(
            matches!(turn, Yielded(6)),
            "the second child catches a Nudge and yields on; got {turn:?}"
        );
        assert_eq!(
            log.borrow()
                .iter()
                .filter(|line| line.contains("Err(Nudge)"))
                .count(),
            2,
            "children that heard it"
        );
    });
}

#[test]
fn an_exception_that_the_first_does_not_catch_ends_the_whole() {
    check(Does::Raises, Does::Returns, |pair, log| {
        drive(pair, 1);
        let turn = pair.resume(Err(Nudge.into()));
        assert!(
            matches!(&turn, Complete(Err(e)) if e.is::<Nudge>()),
            "the Nudge comes out; got {turn:?}"
        );
        assert!(!second_runs(log), "the second child must not run");
    });
}

#[test]
fn an_exception_that_the_second_does_not_catch_comes_out() {
    check(Does::Raises, Does::Returns, |pair, _| {
        drive(pair, 3);
        let turn = pair.resume(Err(Nudge.into()));
        assert!(
            matches!(&turn, Complete(Err(e)) if e.is::<Nudge>()),
            "the Nudge comes out; got {turn:?}"
        );
    });
}

#[test]
fn an_exception_that_a_child_answers_by_returning_is_an_ordinary_result() {
    check(Does::Returns, Does::Returns, |pair, _| {
        drive(pair, 1);
        let turn = pair.resume(Err(Nudge.into()));
        assert!(
            matches!(turn, Yielded(5)),
            "the first child caught the Nudge and returned, so the second starts; got {turn:?}"
        );
        let turn = pair.resume(Err(Nudge.into()));
        assert!(
            matches!(turn, Complete(Ok((-1, -1)))),
            "both caught a Nudge and returned -1; got {turn:?}"
        );
    });
}
