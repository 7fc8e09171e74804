//! The provided tests of s1e3.

use super::*;
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    GeneratorExit, GeneratorState, ProtocolError, Result, StopIteration,
};
use std::{fmt::Debug, rc::Rc, time::Duration};
use testkit::within;

#[path = "e3_close.rs"]
mod close;

/// Something that goes wrong inside a body.
#[derive(Debug)]
struct Oops;

impl std::fmt::Display for Oops {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("oops")
    }
}
impl std::error::Error for Oops {}

/// Plays a script: one answer for each turn. Lives as long as someone holds it.
struct Body {
    script: Vec<CoroutineState<i32, Result<i32>>>,
    heard: Rc<std::cell::RefCell<Vec<String>>>,
}

impl Coroutine<Result<Option<i32>>> for Body {
    type Yield = i32;
    type Return = Result<i32>;

    fn resume(&mut self, sent: Result<Option<i32>>) -> CoroutineState<i32, Result<i32>> {
        self.heard.borrow_mut().push(format!("{sent:?}"));
        assert!(
            !self.script.is_empty(),
            "the body was resumed after its end"
        );
        self.script.remove(0)
    }
}

type Heard = Rc<std::cell::RefCell<Vec<String>>>;

fn generator<const N: usize>(
    script: [CoroutineState<i32, Result<i32>>; N],
) -> (MyGenerator<Body>, Heard) {
    let heard = Heard::default();
    (
        MyGenerator::new(Body {
            script: script.into(),
            heard: heard.clone(),
        }),
        heard,
    )
}

fn raise<T>(error: impl std::error::Error + 'static) -> CoroutineState<i32, Result<T>> {
    Complete(Err(error.into()))
}

#[track_caller]
fn same<T: Debug>(got: T, expected: T, why: &str) {
    let (got, expected) = (format!("{got:?}"), format!("{expected:?}"));
    assert!(got == expected, "{why}: expected {expected}, got {got}");
}

#[track_caller]
fn freed(heard: &Heard, how: &str) {
    assert!(
        Rc::strong_count(heard) == 1,
        "the generator was closed {how}: what the body held must be freed, and it is still there"
    );
}

fn check(test: impl FnOnce() + Send + 'static) {
    within(Duration::from_secs(2), "a generator's answer", test);
}

#[test]
fn the_first_send_must_be_empty() {
    check(|| {
        let (mut g, heard) = generator([Yielded(1)]);
        same(
            g.send(Some(7)),
            raise(ProtocolError::JustStarted),
            "a 7 is sent before the start, and no yield waits for it yet",
        );
        same(
            heard.borrow().len(),
            0,
            "how often the body ran at the refused value",
        );
        same(
            g.state,
            GeneratorState::Created,
            "the state after a refused value, which changes nothing",
        );
        same(
            g.send(None),
            Yielded(1),
            "the generator may still be started",
        );
    });
}

#[test]
fn what_is_thrown_reaches_the_body() {
    check(|| {
        let (mut g, heard) = generator([Yielded(1), Yielded(2)]);
        g.send(None);
        same(
            g.throw(Oops.into()),
            Yielded(2),
            "the body caught what was thrown, and yielded",
        );
        same(
            heard.borrow().join(" "),
            "Ok(None) Err(Oops)".into(),
            "what reached the body",
        );
    });
}

#[test]
fn thrown_before_the_start_it_never_runs() {
    check(|| {
        let (mut g, heard) = generator([Yielded(1)]);
        same(
            g.throw(Oops.into()),
            raise(Oops),
            "thrown in before the start: there is no yield to raise it at, and the body must not run",
        );
        same(
            g.state,
            GeneratorState::Closed,
            "the state after a throw before the start",
        );
        same(
            heard.borrow().len(),
            0,
            "how often the body ran at a throw before the start",
        );
    });
}

#[test]
fn stop_iteration_must_not_escape_the_body() {
    check(|| {
        let (mut g, heard) = generator([raise(StopIteration)]);
        same(
            g.send(None),
            raise(ProtocolError::RaisedStopIteration),
            "the body raised StopIteration, which its caller would take for a normal end",
        );
        freed(&heard, "when its body raised StopIteration");
    });
}

#[test]
fn stop_iteration_that_is_thrown_in_must_not_escape_either() {
    check(|| {
        let (mut g, _) = generator([Yielded(1), raise(StopIteration)]);
        g.send(None);
        same(
            g.throw(StopIteration.into()),
            raise(ProtocolError::RaisedStopIteration),
            "the body did not catch it, and its caller would take it for a normal end",
        );
        same(
            g.state,
            GeneratorState::Closed,
            "the state after the body has raised",
        );
    });
}
