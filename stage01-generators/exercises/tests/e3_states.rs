//! The provided tests of s1e3.

use super::*;
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    GeneratorExit, GeneratorState, ProtocolError, Result, StopIteration,
};
use std::{fmt::Debug, rc::Rc, time::Duration};
use testkit::within;

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
    assert_eq!(format!("{got:?}"), format!("{expected:?}"), "{why}");
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
            "nobody waits for the 7 yet",
        );
        same(
            heard.borrow().len(),
            0,
            "the refused value must not run the body",
        );
        same(
            g.send(None),
            Yielded(1),
            "the generator may still be started",
        );
    });
}

#[test]
fn it_is_suspended_while_it_yields_and_closed_when_it_returns() {
    check(|| {
        let (mut g, heard) = generator([Yielded(1), Yielded(2), Complete(Ok(3))]);
        same(g.state, GeneratorState::Created, "made, not started");
        g.send(None);
        same(g.state, GeneratorState::Suspended, "after the first yield");
        same(g.send(Some(7)), Yielded(2), "the second yield");
        same(g.send(None), Complete(Ok(3)), "its return value");
        same(g.state, GeneratorState::Closed, "after the return");
        same(
            heard.borrow().join(" "),
            "Ok(None) Ok(Some(7)) Ok(None)".into(),
            "what reached the body",
        );
    });
}

#[test]
fn it_is_closed_when_it_raises() {
    check(|| {
        let (mut g, _) = generator([Yielded(1), raise(Oops)]);
        g.send(None);
        same(g.send(None), raise(Oops), "its exception comes out");
        same(
            g.state,
            GeneratorState::Closed,
            "a body that raised has ended",
        );
        same(
            g.send(None),
            raise(StopIteration),
            "and there is nothing more",
        );
    });
}

#[test]
fn a_closed_one_has_nothing_more() {
    check(|| {
        let (mut g, _) = generator([Complete(Ok(1))]);
        g.send(None);
        same(g.send(None), raise(StopIteration), "the body has ended");
        same(g.throw(Oops.into()), raise(Oops), "thrown straight back");
        same(g.close(), Ok(()), "closing what is closed");
    });
}

#[test]
fn what_is_thrown_reaches_the_body() {
    check(|| {
        let (mut g, heard) = generator([Yielded(1), Yielded(2)]);
        g.send(None);
        same(g.throw(Oops.into()), Yielded(2), "the body caught it");
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
            "not started: there is no yield to raise it at, and the body must not run",
        );
        same(
            g.state,
            GeneratorState::Closed,
            "after a throw before the start",
        );
        same(
            heard.borrow().len(),
            0,
            "the body must not run: it has not been started",
        );
    });
}

#[test]
fn close_accepts_a_return_and_a_re_raise() {
    check(|| {
        for answer in [Complete(Ok(1)), raise(GeneratorExit)] {
            let (mut g, heard) = generator([Yielded(1), answer]);
            g.send(None);
            same(g.close(), Ok(()), "the body ended as it was told");
            same(g.state, GeneratorState::Closed, "after close");
            same(
                heard.borrow()[1].as_str(),
                "Err(GeneratorExit)",
                "what close throws",
            );
        }
    });
}

#[test]
fn close_reports_a_body_that_yields() {
    check(|| {
        let (mut g, _) = generator([Yielded(1), Yielded(2)]);
        g.send(None);
        same(
            g.close(),
            Err(ProtocolError::IgnoredExit.into()),
            "the body ignored GeneratorExit",
        );
        same(g.state, GeneratorState::Suspended, "it is still there");
    });
}

#[test]
fn close_does_not_hide_another_exception() {
    check(|| {
        let (mut g, _) = generator([Yielded(1), raise(Oops)]);
        g.send(None);
        same(
            g.close(),
            Err(Oops.into()),
            "the body failed while it cleaned up",
        );
    });
}

#[test]
fn stop_iteration_must_not_escape_the_body() {
    check(|| {
        let (mut g, _) = generator([raise(StopIteration)]);
        same(
            g.send(None),
            raise(ProtocolError::RaisedStopIteration),
            "its caller would take it for a normal end",
        );
    });
}

#[test]
fn the_body_is_dropped_when_it_closes() {
    check(|| {
        let (mut g, heard) = generator([Yielded(1), Complete(Ok(2))]);
        g.send(None);
        same(
            Rc::strong_count(&heard),
            2,
            "the body is alive while it is suspended",
        );
        g.send(None);
        same(
            Rc::strong_count(&heard),
            1,
            "what the body held must be freed when it ends",
        );
    });
}
