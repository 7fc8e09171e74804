//! The provided tests of s1e4.

use super::*;
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    GeneratorExit, Result,
};
use std::{cell::RefCell, error::Error, fmt, rc::Rc, time::Duration};
use testkit::within;

#[derive(Debug)]
struct Nudge;

impl fmt::Display for Nudge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nudge")
    }
}
impl Error for Nudge {}

type Log = Rc<RefCell<Vec<String>>>;

/// Yields `base`, `base + 1`, …, `turns` of them; returns `10 * base`. Survives a `Nudge` if it is `tough`.
/// A `GeneratorExit` it answers politely: by returning.
struct Child {
    name: &'static str,
    base: i32,
    turns: i32,
    tough: bool,
    log: Log,
}

impl Coroutine<Sent> for Child {
    type Yield = i32;
    type Return = Result<i32>;

    fn resume(&mut self, sent: Sent) -> CoroutineState<i32, Result<i32>> {
        self.log
            .borrow_mut()
            .push(format!("{} {sent:?}", self.name));
        match sent {
            Err(e) if e.is::<GeneratorExit>() => return Complete(Ok(-1)),
            Err(e) if !self.tough => return Complete(Err(e)),
            _ if self.turns == 0 => return Complete(Ok(10 * self.base)),
            _ => {}
        }
        self.turns -= 1;
        self.base += 1;
        Yielded(self.base - 1)
    }
}

type Pair = Both<Child, Child>;

/// Runs a test on two children of two turns each.
fn check(tough: bool, test: impl FnOnce(&mut Pair, &Log) + Send + 'static) {
    within(
        Duration::from_secs(2),
        "a turn of two children",
        move || {
            let log = Log::default();
            let child = |name, base| Child {
                name,
                base,
                turns: 2,
                tough,
                log: log.clone(),
            };
            test(
                &mut Both {
                    first: child("first", 1),
                    second: child("second", 5),
                    first_result: None,
                },
                &log,
            );
        },
    );
}

/// Sends `None`, then `1`, `2`, … and shows the answers.
fn drive(pair: &mut Pair, turns: i32) -> String {
    let answers = (0..turns).map(|i| format!("{:?}", pair.resume(Ok((i > 0).then_some(i)))));
    answers.collect::<Vec<_>>().join(" ")
}

#[test]
fn the_first_child_is_served() {
    check(false, |pair, log| {
        assert_eq!(drive(pair, 2), "Yielded(1) Yielded(2)");
        assert_eq!(
            log.borrow().join(", "),
            "first Ok(None), first Ok(Some(1))",
            "what reached the children"
        );
    });
}

#[test]
fn the_second_starts_in_the_turn_in_which_the_first_ends() {
    check(false, |pair, _| {
        assert_eq!(
            drive(pair, 3),
            "Yielded(1) Yielded(2) Yielded(5)",
            "no turn may be lost between the children"
        );
    });
}

#[test]
fn the_second_starts_with_nothing_sent() {
    check(false, |pair, log| {
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
    check(false, |pair, _| {
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
    check(true, |pair, log| {
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
    check(false, |pair, log| {
        drive(pair, 1);
        let turn = pair.resume(Err(Nudge.into()));
        assert!(
            matches!(&turn, Complete(Err(e)) if e.is::<Nudge>()),
            "the Nudge comes out; got {turn:?}"
        );
        assert!(
            !log.borrow().iter().any(|line| line.starts_with("second")),
            "the second child must not run"
        );
    });
}

#[test]
fn an_exception_that_the_second_does_not_catch_comes_out() {
    check(false, |pair, _| {
        drive(pair, 3);
        let turn = pair.resume(Err(Nudge.into()));
        assert!(
            matches!(&turn, Complete(Err(e)) if e.is::<Nudge>()),
            "the Nudge comes out; got {turn:?}"
        );
    });
}

#[test]
fn told_to_close_in_the_second_it_does_not_return_either() {
    check(false, |pair, _| {
        drive(pair, 3);
        let turn = pair.resume(Err(GeneratorExit.into()));
        assert!(
            matches!(&turn, Complete(Err(e)) if e.is::<GeneratorExit>()),
            "the second child answered GeneratorExit by returning; the whole must still end with it, and got {turn:?}"
        );
    });
}

#[test]
fn told_to_close_it_does_not_start_the_second() {
    check(false, |pair, log| {
        drive(pair, 1);
        let turn = pair.resume(Err(GeneratorExit.into()));
        assert!(
            matches!(&turn, Complete(Err(e)) if e.is::<GeneratorExit>()),
            "the first child answered GeneratorExit by returning; the whole must still end with it, and got {turn:?}"
        );
        assert!(
            !log.borrow().iter().any(|line| line.starts_with("second")),
            "the second child must not run"
        );
    });
}
