//! The provided tests of s1e3 that are about its end.

use super::*;

#[test]
fn it_is_suspended_while_it_yields_and_closed_when_it_returns() {
    check(|| {
        let (mut g, heard) = generator([Yielded(1), Yielded(2), Complete(Ok(3))]);
        same(
            g.state,
            GeneratorState::Created,
            "the state before the start",
        );
        g.send(None);
        same(
            g.state,
            GeneratorState::Suspended,
            "the state after the first yield",
        );
        same(g.send(Some(7)), Yielded(2), "the second yield");
        same(g.send(None), Complete(Ok(3)), "its return value");
        same(
            g.state,
            GeneratorState::Closed,
            "the state after the return",
        );
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
        let (mut g, heard) = generator([Yielded(1), raise(Oops)]);
        g.send(None);
        same(g.send(None), raise(Oops), "its exception comes out");
        same(
            g.state,
            GeneratorState::Closed,
            "the state after the body has raised",
        );
        freed(&heard, "when its body raised");
        same(
            g.send(None),
            raise(StopIteration),
            "a send after the body has raised: it is closed, and there is nothing more",
        );
    });
}

#[test]
fn a_closed_one_has_nothing_more() {
    check(|| {
        let (mut g, _) = generator([Complete(Ok(1))]);
        g.send(None);
        same(
            g.send(None),
            raise(StopIteration),
            "a send after the body has returned",
        );
        same(
            g.send(Some(7)),
            raise(StopIteration),
            "it is closed, so a value raises StopIteration, as None does",
        );
        same(
            g.throw(Oops.into()),
            raise(Oops),
            "an exception that is thrown into a closed generator comes straight back",
        );
        same(
            g.throw(StopIteration.into()),
            raise(StopIteration),
            "it is closed, so StopIteration is thrown straight back: no body raised it",
        );
        same(g.close(), Ok(()), "close of what is closed");
    });
}

#[test]
fn close_accepts_a_return_and_a_re_raise() {
    check(|| {
        for answer in [Complete(Ok(1)), raise(GeneratorExit)] {
            let (mut g, heard) = generator([Yielded(1), answer]);
            g.send(None);
            same(
                g.close(),
                Ok(()),
                "close of a body that ends as it was told",
            );
            same(g.state, GeneratorState::Closed, "the state after close");
            same(
                heard.borrow().join(" "),
                "Ok(None) Err(GeneratorExit)".into(),
                "what reached the body",
            );
            freed(&heard, "by close");
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
            "close of a body that yields",
        );
        same(
            g.state,
            GeneratorState::Suspended,
            "the state after a close at which the body yielded",
        );
    });
}

#[test]
fn close_does_not_take_stop_iteration_for_an_end() {
    check(|| {
        let (mut g, _) = generator([Yielded(1), raise(StopIteration)]);
        g.send(None);
        same(
            g.close(),
            Err(ProtocolError::RaisedStopIteration.into()),
            "the body was told to close and raised StopIteration, which is an error of the body",
        );
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
            "close of a body that fails while it cleans up",
        );
    });
}

#[test]
fn a_body_that_fails_at_the_exit_is_closed() {
    check(|| {
        let (mut g, _) = generator([Yielded(1), raise(Oops)]);
        g.send(None);
        let _ = g.close();
        same(
            g.state,
            GeneratorState::Closed,
            "the state after a close at which the body raised",
        );
    });
}

#[test]
fn it_is_closed_when_it_ends_at_what_is_thrown() {
    check(|| {
        for answer in [Complete(Ok(3)), raise(Oops)] {
            let (mut g, heard) = generator([Yielded(1), answer]);
            g.send(None);
            let ended = g.throw(Oops.into());
            assert!(
                matches!(ended, Complete(_)),
                "the body ended; got {ended:?}"
            );
            same(
                g.state,
                GeneratorState::Closed,
                "the state after the body has ended at what was thrown in",
            );
            freed(&heard, "at what was thrown in");
            same(
                g.send(None),
                raise(StopIteration),
                "it is closed, and there is nothing more",
            );
        }
    });
}

#[test]
fn close_before_the_start_runs_nothing_and_closes() {
    check(|| {
        let (mut g, heard) = generator([raise(GeneratorExit)]);
        same(g.close(), Ok(()), "close before the start");
        same(
            heard.borrow().len(),
            0,
            "how often the body ran at a close before the start",
        );
        same(
            g.state,
            GeneratorState::Closed,
            "the state after a close before the start",
        );
        freed(&heard, "by a close before the start");
        same(
            g.send(None),
            raise(StopIteration),
            "closed before the start: it must not start now",
        );
    });
}

#[test]
fn thrown_before_the_start_the_body_is_dropped_and_stays_away() {
    check(|| {
        let (mut g, heard) = generator([Yielded(1)]);
        g.throw(Oops.into());
        freed(&heard, "by a throw before the start");
        same(
            g.send(None),
            raise(StopIteration),
            "closed before the start: it must not start now",
        );
    });
}

#[test]
fn a_body_that_ignored_the_exit_goes_on() {
    check(|| {
        let (mut g, _) = generator([Yielded(1), Yielded(2), Yielded(3), Complete(Ok(4))]);
        g.send(None);
        let _ = g.close();
        same(
            g.send(Some(7)),
            Yielded(3),
            "a send after a close at which the body yielded",
        );
        same(
            g.close(),
            Ok(()),
            "the next close, at which the body returned",
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
