//! The provided tests of s1e4 that close the whole.

use super::*;

#[test]
fn told_to_close_in_the_second_it_does_not_return_either() {
    check(Does::Raises, Does::Returns, |pair, _| {
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
    check(Does::Raises, Does::Returns, |pair, log| {
        drive(pair, 1);
        let turn = pair.resume(Err(GeneratorExit.into()));
        assert!(
            matches!(&turn, Complete(Err(e)) if e.is::<GeneratorExit>()),
            "the first child answered GeneratorExit by returning; the whole must still end with it, and got {turn:?}"
        );
        assert!(!second_runs(log), "the second child must not run");
    });
}

#[test]
fn told_to_close_what_a_child_raises_comes_out() {
    for turns in [1, 3] {
        check(Does::Raises, Does::RaisesOops, move |pair, log| {
            drive(pair, turns);
            let turn = pair.resume(Err(GeneratorExit.into()));
            assert!(
                matches!(&turn, Complete(Err(e)) if e.is::<Oops>()),
                "the child failed while it cleaned up, and that must come out; got {turn:?}"
            );
            assert_eq!(
                second_runs(log),
                turns == 3,
                "the second child must not run after the first has raised"
            );
        });
    }
}

#[test]
fn told_to_close_a_child_that_raises_the_exit_ends_the_whole() {
    check(Does::Raises, Does::Raises, |pair, log| {
        drive(pair, 1);
        let turn = pair.resume(Err(GeneratorExit.into()));
        assert!(
            matches!(&turn, Complete(Err(e)) if e.is::<GeneratorExit>()),
            "the first child raised the GeneratorExit again; got {turn:?}"
        );
        assert!(!second_runs(log), "the second child must not run");
        assert_eq!(
            log.borrow().last().map(String::as_str),
            Some("first Err(GeneratorExit)"),
            "the exit goes to the child, which may clean up"
        );
    });
}

#[test]
fn told_to_close_a_child_that_yields_has_not_ended() {
    for (turns, value, next) in [(1, 2, 5), (3, 6, 0)] {
        check(Does::Raises, Does::Yields, move |pair, _| {
            drive(pair, turns);
            let turn = pair.resume(Err(GeneratorExit.into()));
            match turn {
                Yielded(yielded) => {
                    assert_eq!(yielded, value, "what the child yielded at the exit");
                    let next_turn = pair.resume(Ok(None));
                    assert!(
                        matches!(next_turn, Yielded(value) if value == next)
                            || matches!(next_turn, Complete(Ok((30, 70)))),
                        "the child that yielded at the exit goes on; got {next_turn:?}"
                    );
                }
                Complete(Err(e)) if e.is::<ProtocolError>() => {}
                other => panic!(
                    "the child yielded at the exit, so it has not ended, and nor has the whole; got {other:?}"
                ),
            }
        });
    }
}
