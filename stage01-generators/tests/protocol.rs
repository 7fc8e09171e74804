//! Python's rules, one test a rule.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Exception, Generator, GeneratorState, ProtocolError, Result, StopIteration, co,
};
use std::{
    cell::RefCell,
    panic::{AssertUnwindSafe, catch_unwind},
    rc::Rc,
};

#[path = "protocol/close.rs"]
mod close;

type Heard = Rc<RefCell<Vec<String>>>;
type Sent = Result<Option<i32>>;

/// Yields 1, 2, 3, whatever it hears; returns `7`. What it hears it writes down; an exception ends it if it is not `deaf`.
struct Body {
    yielded: i32,
    deaf: bool,
    heard: Heard,
}

impl Coroutine<Sent> for Body {
    type Yield = i32;
    type Return = Result<i32>;

    fn resume(&mut self, sent: Sent) -> CoroutineState<i32, Result<i32>> {
        self.heard.borrow_mut().push(format!("{sent:?}"));
        match sent {
            Err(e) if !self.deaf => return Complete(Err(e)),
            _ => self.yielded += 1,
        }
        if self.yielded > 3 {
            Complete(Ok(7))
        } else {
            Yielded(self.yielded)
        }
    }
}

fn generator(deaf: bool) -> (Generator<Body, Option<i32>>, Heard) {
    let heard = Heard::default();
    (
        Generator::new(Body {
            yielded: 0,
            deaf,
            heard: heard.clone(),
        }),
        heard,
    )
}

fn raised<Y, V>(turn: CoroutineState<Y, Result<V>>) -> Exception {
    match turn {
        Complete(Err(e)) => e,
        Yielded(_) => panic!("it yielded, where an exception should have come out"),
        Complete(Ok(_)) => panic!("it returned, where an exception should have come out"),
    }
}

#[track_caller]
fn refused<T>(result: Result<T>, with: ProtocolError) {
    let error = result.err().expect("refused");
    assert_eq!(
        error.downcast_ref::<ProtocolError>(),
        Some(&with),
        "got {error}"
    );
}

#[test]
fn nothing_runs_before_the_first_next() {
    let (mut g, heard) = generator(false);
    assert_eq!(
        (g.state(), heard.borrow().len()),
        (GeneratorState::Created, 0)
    );
    assert!(matches!(g.next(), Yielded(1)));
    assert_eq!(g.state(), GeneratorState::Suspended);
}

#[test]
fn the_first_send_must_be_empty_and_a_refused_one_costs_nothing() {
    let (mut g, heard) = generator(false);
    refused::<i32>(Err(raised(g.send(5))), ProtocolError::JustStarted);
    assert_eq!(
        (g.state(), heard.borrow().len()),
        (GeneratorState::Created, 0)
    );
    assert!(matches!(g.send(None), Yielded(1)));
}

#[test]
fn sent_values_arrive_in_order() {
    let (mut g, heard) = generator(false);
    g.next();
    g.send(5);
    g.next();
    assert_eq!(heard.borrow().join(" "), "Ok(None) Ok(Some(5)) Ok(None)");
}

#[test]
fn a_return_closes_and_an_exhausted_generator_raises_stop_iteration() {
    let (mut g, heard) = generator(false);
    for _ in 0..3 {
        g.next();
    }
    assert!(matches!(g.next(), Complete(Ok(7))));
    assert_eq!(g.state(), GeneratorState::Closed);
    assert!(raised(g.next()).is::<StopIteration>());
    assert!(raised(g.send(1)).is::<StopIteration>());
    assert_eq!(heard.borrow().len(), 4, "turns of the body");
}

#[test]
fn a_thrown_exception_is_raised_at_the_yield() {
    let (mut g, _) = generator(true);
    g.next();
    assert!(
        matches!(g.throw(std::fmt::Error), Yielded(2)),
        "a deaf body goes on"
    );
    let (mut g, _) = generator(false);
    g.next();
    assert!(raised(g.throw(std::fmt::Error)).is::<std::fmt::Error>());
    assert_eq!(g.state(), GeneratorState::Closed);
}

#[test]
fn thrown_before_the_start_it_closes_without_running() {
    let (mut g, heard) = generator(true);
    assert!(raised(g.throw(std::fmt::Error)).is::<std::fmt::Error>());
    assert_eq!(
        (g.state(), heard.borrow().len()),
        (GeneratorState::Closed, 0)
    );
}

#[test]
fn thrown_after_the_end_it_comes_straight_back() {
    let (mut g, heard) = generator(false);
    g.throw(StopIteration);
    assert!(raised(g.throw(std::fmt::Error)).is::<std::fmt::Error>());
    assert_eq!(heard.borrow().len(), 0);
}

#[test]
fn stop_iteration_that_escapes_the_body_is_an_error() {
    let (mut g, _) = generator(false);
    g.next();
    refused::<i32>(
        Err(raised(g.throw(StopIteration))),
        ProtocolError::RaisedStopIteration,
    );
    // The same before the start, where Python raises it inside the frame.
    let (mut g, _) = generator(false);
    refused::<i32>(
        Err(raised(g.throw(StopIteration))),
        ProtocolError::RaisedStopIteration,
    );
}

#[test]
fn a_body_that_panicked_is_never_resumed() {
    let mut g = Generator::new(co(async |y| {
        let () = y.yield_(()).await?;
        panic!("a bug");
        #[expect(unreachable_code, reason = "gives the block its type")]
        Ok(())
    }));
    g.next();
    assert!(catch_unwind(AssertUnwindSafe(|| g.next())).is_err());
    assert_eq!(g.state(), GeneratorState::Running);
    refused::<()>(Err(raised(g.next())), ProtocolError::AlreadyRunning);
    refused(g.close(), ProtocolError::AlreadyRunning);
}

#[test]
fn a_refusal_says_what_was_wrong() {
    for (refused, says) in [
        (ProtocolError::JustStarted, "call next() first"),
        (ProtocolError::IgnoredExit, "ignored GeneratorExit"),
        (ProtocolError::RaisedStopIteration, "raised StopIteration"),
        (ProtocolError::AlreadyRunning, "panicked"),
    ] {
        assert!(refused.to_string().contains(says), "{refused:?}: {refused}");
    }
}
