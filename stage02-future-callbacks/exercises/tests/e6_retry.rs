//! The provided tests of s2e6.

use super::*;
use std::{
    cell::{Cell, RefCell},
    time::Duration,
};
use testkit::within;

type Log = Rc<RefCell<Vec<String>>>;

/// The attempts that have not been answered: their numbers, and what they call with their outcomes.
type Open = Rc<RefCell<Vec<(u32, Done<u32>)>>>;

/// A retry whose attempts are answered by the test.
struct Retrying {
    event_loop: EventLoop,
    open: Open,
    /// How many attempts were begun.
    begun: Rc<Cell<u32>>,
    /// What `done` was called with.
    outcomes: Log,
}

fn check(attempts: u32, test: impl FnOnce(Retrying) + Send + 'static) {
    within(Duration::from_secs(5), "a few attempts", move || {
        let event_loop = EventLoop::new().expect("a loop");
        let (open, begun) = (Open::default(), Rc::new(Cell::new(0)));
        let outcomes = Log::default();
        let (list, count) = (open.clone(), begun.clone());
        let attempt: Attempt<u32> = Rc::new(move |_, number, done| {
            count.set(count.get() + 1);
            assert!(count.get() < 100, "a hundred attempts: it never gives up");
            list.borrow_mut().push((number, done));
        });
        retry(&event_loop, attempts, attempt, note(&outcomes));
        test(Retrying {
            event_loop,
            open,
            begun,
            outcomes,
        });
    });
}

/// Writes down what `done` is called with.
fn note(outcomes: &Log) -> Done<u32> {
    let outcomes = outcomes.clone();
    Box::new(move |_, outcome| {
        let text = outcome.map_or_else(|error| error.to_string(), |value| value.to_string());
        outcomes.borrow_mut().push(text);
    })
}

impl Retrying {
    /// Takes turns until nothing is queued.
    fn run(&self) {
        self.event_loop.run().expect("the loop runs");
    }

    /// Answers the one attempt that is under way, whose number must be this.
    #[track_caller]
    fn answer(&self, number: u32, succeeds: bool) {
        self.run();
        let mut open = self.open.take();
        assert_eq!(
            open.len(),
            1,
            "expected one open attempt after {} were begun: `retry` gave up, or began two at once",
            self.begun.get()
        );
        let (given, done) = open.pop().expect("there is one");
        assert_eq!(given, number, "the number of the attempt");
        let outcome = match succeeds {
            true => Ok(number),
            false => Err(io::Error::other(format!("attempt {number} failed"))),
        };
        done(&self.event_loop, outcome);
        self.run();
    }

    #[track_caller]
    fn ended_with(&self, outcome: &str, attempts: u32) {
        assert_eq!(
            self.outcomes.borrow().join(", "),
            outcome,
            "what `done` was called with, once, after {} attempts",
            self.begun.get()
        );
        assert_eq!(self.begun.get(), attempts, "the attempts that were begun");
    }
}

#[test]
fn the_first_success_is_the_outcome() {
    check(5, |retrying| {
        retrying.answer(1, false);
        retrying.answer(2, false);
        let called = retrying.outcomes.borrow().join(", ");
        assert_eq!(called, "", "`done` was called before an attempt succeeded");
        retrying.answer(3, true);
        retrying.ended_with("3", 3);
    });
}

#[test]
fn a_success_at_once_needs_no_second_attempt() {
    check(5, |retrying| {
        retrying.answer(1, true);
        retrying.ended_with("1", 1);
    });
}

#[test]
fn if_all_fail_the_last_failure_is_the_outcome() {
    check(3, |retrying| {
        (1..=3).for_each(|number| retrying.answer(number, false));
        retrying.ended_with("attempt 3 failed", 3);
    });
}

#[test]
fn one_attempt_is_one() {
    check(1, |retrying| {
        retrying.answer(1, false);
        retrying.ended_with("attempt 1 failed", 1);
    });
}

#[test]
fn none_is_one() {
    check(0, |retrying| {
        retrying.answer(1, false);
        retrying.ended_with("attempt 1 failed", 1);
    });
}

/// A retry whose attempts answer before they return. Returns the loop, and what has happened inside `retry`.
fn at_once(attempts: u32, succeeds_at: u32, log: &Log) -> EventLoop {
    let event_loop = EventLoop::new().expect("a loop");
    let (noted, inside) = (log.clone(), Cell::new(false));
    let attempt: Attempt<u32> = Rc::new(move |event_loop, number, done| {
        assert!(
            !inside.replace(true),
            "attempt {number} begins inside of the one before, and so the stack grows"
        );
        noted.borrow_mut().push(format!("attempt {number}"));
        let failed = || Err(io::Error::other(format!("attempt {number} failed")));
        let outcome = if number == succeeds_at {
            Ok(number)
        } else {
            failed()
        };
        done(event_loop, outcome);
        inside.set(false);
    });
    retry(&event_loop, attempts, attempt, note(log));
    event_loop
}

#[test]
fn attempts_that_answer_at_once_do_not_grow_the_stack() {
    within(Duration::from_secs(5), "a thousand attempts", || {
        let log = Log::default();
        at_once(1000, 0, &log).run().expect("the loop runs");
        let log = log.borrow();
        assert_eq!(
            log.len(),
            1001,
            "entries for a thousand attempts and an outcome"
        );
        assert_eq!(
            log[1000], "attempt 1000 failed",
            "what `done` was called with after a thousand attempts"
        );
    });
}

#[test]
fn done_is_not_called_inside_of_retry() {
    within(Duration::from_secs(5), "one attempt", || {
        let log = Log::default();
        let event_loop = at_once(3, 1, &log);
        assert!(
            !log.borrow().contains(&"1".to_string()),
            "the attempt answers at once, and `retry` has called `done`"
        );
        event_loop.run().expect("the loop runs");
        assert_eq!(
            log.borrow().join(", "),
            "attempt 1, 1",
            "the first attempt succeeds, and `done` is called with its number"
        );
    });
}

#[test]
fn other_callbacks_run_between_two_attempts() {
    within(Duration::from_secs(5), "three attempts", || {
        let (event_loop, log) = (EventLoop::new().expect("a loop"), Log::default());
        let noted = log.clone();
        let attempt: Attempt<u32> = Rc::new(move |event_loop, number, done| {
            noted.borrow_mut().push(format!("attempt {number}"));
            let after = noted.clone();
            event_loop.call_soon(move |_| after.borrow_mut().push(format!("after {number}")));
            done(event_loop, Err(io::Error::other("failed")));
        });
        retry(&event_loop, 3, attempt, note(&log));
        event_loop.run().expect("the loop runs");
        let first_five: Vec<_> = log.borrow().iter().take(5).cloned().collect();
        assert_eq!(
            first_five.join(", "),
            "attempt 1, after 1, attempt 2, after 2, attempt 3",
            "each attempt queued a callback before it failed: the next attempt comes after that"
        );
    });
}

#[test]
fn afterwards_nothing_is_kept() {
    check(2, |retrying| {
        retrying.answer(1, false);
        retrying.answer(2, true);
        retrying.ended_with("2", 2);
        assert_eq!(
            Rc::strong_count(&retrying.begun),
            1,
            "owners of what the attempt owns (one is the test): something still holds the attempt"
        );
    });
}
