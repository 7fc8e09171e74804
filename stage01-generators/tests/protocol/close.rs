//! How a generator ends early: it is closed, or dropped.

use super::{generator, refused};
use stage01::{
    CoroutineState::Yielded, Generator, GeneratorExit, GeneratorState, ProtocolError, Result, co,
};
use std::rc::Rc;

#[test]
fn close_ends_a_body_that_lets_it() {
    let (mut g, heard) = generator(false);
    g.next();
    assert!(matches!(g.close(), Ok(None)));
    assert_eq!(heard.borrow()[1], "Err(GeneratorExit)");
    assert_eq!(g.state(), GeneratorState::Closed);
    assert!(
        matches!(g.close(), Ok(None)),
        "closing twice is closing once"
    );
}

#[test]
fn close_before_the_start_runs_nothing() {
    let (mut g, heard) = generator(true);
    assert!(matches!(g.close(), Ok(None)));
    assert_eq!(
        (g.state(), heard.borrow().len()),
        (GeneratorState::Closed, 0)
    );
}

#[test]
fn close_gives_the_value_of_a_body_that_returns() {
    let (mut g, _) = generator(true);
    for _ in 0..3 {
        g.next();
    }
    assert!(matches!(g.close(), Ok(Some(7))));
}

#[test]
fn close_reports_a_body_that_ignores_it_and_leaves_it_suspended() {
    let (mut g, _) = generator(true);
    g.next();
    refused(g.close(), ProtocolError::IgnoredExit);
    assert_eq!(g.state(), GeneratorState::Suspended);
    assert!(matches!(g.next(), Yielded(3)), "it goes on");
}

#[test]
fn close_passes_on_what_the_body_raises_instead() {
    let mut g = Generator::new(co(async |y| -> Result {
        let sent: Result<Option<i32>> = y.yield_(()).await;
        assert!(sent.is_err_and(|e| e.is::<GeneratorExit>()));
        Err(std::fmt::Error.into())
    }));
    g.next();
    assert!(g.close().is_err_and(|e| e.is::<std::fmt::Error>()));
}

#[test]
fn the_body_is_dropped_when_the_generator_closes() {
    let (mut g, heard) = generator(false);
    g.next();
    assert_eq!(Rc::strong_count(&heard), 2);
    g.close().expect("it closes");
    assert_eq!(Rc::strong_count(&heard), 1);
}

#[test]
fn dropped_while_it_is_suspended_it_drops_its_body_and_throws_nothing() {
    let (mut g, heard) = generator(false);
    g.next();
    drop(g);
    assert_eq!(Rc::strong_count(&heard), 1);
    assert_eq!(heard.borrow().join(" "), "Ok(None)");
}
