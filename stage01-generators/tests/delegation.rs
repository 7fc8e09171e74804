//! `yield from`: values, exceptions and results go through, whichever way it is written.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Exception, Generator, GeneratorExit, ProtocolError, Result, Routine, StopIteration, Yielder,
    co, raising, yield_from,
};
use std::{cell::RefCell, rc::Rc};

type Sent = Result<Option<i32>>;
type Child = Box<dyn Coroutine<Sent, Yield = i32, Return = Result<i32>>>;
type Heard = Rc<RefCell<Vec<String>>>;

/// A child that yields `turns` times and returns what it was sent last. It survives exceptions if it is `deaf`; to a
/// `GeneratorExit` it answers with a value.
fn child(turns: i32, deaf: bool, heard: &Heard) -> Child {
    let heard = heard.clone();
    Box::new(co(async move |y: Yielder<i32, Option<i32>>| {
        let mut last = -1;
        for turn in 0..turns {
            let sent = y.yield_(turn).await;
            heard.borrow_mut().push(format!("{sent:?}"));
            match sent {
                Ok(value) => last = value.unwrap_or(last),
                Err(e) if e.is::<GeneratorExit>() => return Ok(-2),
                Err(e) if !deaf => return Err(e),
                Err(_) => {}
            }
        }
        Ok(last)
    }))
}

/// Runs its children one after another, by the macro, and returns the sum.
struct Sum {
    children: Vec<Child>,
    sum: i32,
}

impl Coroutine<Sent> for Sum {
    type Yield = i32;
    type Return = Result<i32>;

    fn resume(&mut self, mut sent: Sent) -> CoroutineState<i32, Result<i32>> {
        raising(|| {
            while let Some(child) = self.children.first_mut() {
                self.sum += yield_from!(*child, sent)?;
                self.children.remove(0);
            }
            Ok(Complete(Ok(self.sum)))
        })
    }
}

/// The same, written by the compiler.
async fn sum(y: Yielder<i32, Option<i32>>, children: Vec<Child>) -> Result<i32> {
    let mut sum = 0;
    for child in children {
        sum += y.yield_from(child).await?;
    }
    Ok(sum)
}

/// Runs a test on both ways of writing it: two children of two turns each.
fn both_ways(deaf: bool, test: impl Fn(Generator<Child, Option<i32>>, Heard)) {
    for by_hand in [true, false] {
        let heard = Heard::default();
        let children = vec![child(2, deaf, &heard), child(2, deaf, &heard)];
        let body: Child = if by_hand {
            Box::new(Sum { children, sum: 0 })
        } else {
            Box::new(co(|y| sum(y, children)))
        };
        test(Generator::new(body), heard);
    }
}

#[test]
fn values_reach_the_child_and_results_add_up() {
    both_ways(false, |mut g, heard| {
        let turns = [g.next(), g.send(1), g.send(2), g.send(3)].map(|turn| format!("{turn:?}"));
        assert_eq!(
            turns,
            ["Yielded(0)", "Yielded(1)", "Yielded(0)", "Yielded(1)"]
        );
        assert!(matches!(g.send(4), Complete(Ok(6))), "2 + 4");
        assert_eq!(
            heard.borrow().join(" "),
            "Ok(Some(1)) Ok(Some(2)) Ok(Some(3)) Ok(Some(4))"
        );
    });
}

#[test]
fn an_exception_is_raised_inside_the_child_which_may_go_on() {
    both_ways(true, |mut g, heard| {
        g.next();
        assert!(matches!(g.throw(std::fmt::Error), Yielded(1)));
        assert_eq!(heard.borrow().join(" "), "Err(Error)");
    });
}

#[test]
fn an_exception_that_the_child_does_not_catch_comes_out_and_ends_the_whole() {
    both_ways(false, |mut g, heard| {
        g.next();
        let turn = g.throw(std::fmt::Error);
        assert!(matches!(turn, Complete(Err(e)) if e.is::<std::fmt::Error>()));
        assert_eq!(heard.borrow().len(), 1, "the second child never ran");
    });
}

#[test]
fn told_to_close_the_whole_ends_even_if_the_child_answers_with_a_value() {
    both_ways(false, |mut g, heard| {
        g.next();
        assert!(matches!(g.close(), Ok(None)));
        assert_eq!(heard.borrow().join(" "), "Err(GeneratorExit)");
    });
}

#[test]
fn thrown_before_the_start_nothing_reaches_the_child() {
    both_ways(true, |mut g, heard| {
        let turn = g.throw(StopIteration);
        assert!(matches!(turn, Complete(Err(e)) if e.is::<ProtocolError>()));
        assert_eq!(heard.borrow().len(), 0);
    });
}

#[test]
fn an_exhausted_child_raises_stop_iteration_in_the_outer_one() {
    let mut child = Generator::new(co(async |_: Yielder<()>| Ok(7)));
    child.next();
    let mut g = Generator::new(co(async |y| -> Result<bool> {
        let again = y.yield_from(child).await;
        Ok(again.is_err_and(|e| e.is::<StopIteration>()))
    }));
    assert!(matches!(g.next(), Complete(Ok(true))));
}

#[test]
fn a_child_that_ignores_the_exit_is_an_error() {
    struct Stubborn;
    impl Coroutine<Sent> for Stubborn {
        type Yield = i32;
        type Return = Result<i32>;
        fn resume(&mut self, _: Sent) -> CoroutineState<i32, Result<i32>> {
            Yielded(0)
        }
    }
    let mut g = Generator::new(co(async |y: Yielder<i32, Option<i32>>| {
        y.yield_from(Stubborn).await
    }));
    g.next();
    let error: Exception = g.close().expect_err("ignored");
    assert_eq!(error.downcast_ref(), Some(&ProtocolError::IgnoredExit));
}

#[test]
fn two_thousand_levels_pass_a_value_down_and_up() {
    struct Level(Routine<u32, u32>);
    impl Coroutine<Result> for Level {
        type Yield = u32;
        type Return = Result<u32>;
        fn resume(&mut self, mut sent: Result) -> CoroutineState<u32, Result<u32>> {
            raising(|| {
                let below = yield_from!(self.0, sent)?;
                Ok(Complete(Ok(below + 1)))
            })
        }
    }
    let bottom: Routine<u32, u32> = Box::new(co(async |y| {
        let () = y.yield_(7).await?;
        Ok(0)
    }));
    // Each level is a frame of the stack while it runs. Python stops at 1,000 of them.
    let mut top = (0..2_000).fold(bottom, |below, _| Box::new(Level(below)));
    assert!(matches!(top.resume(Ok(())), Yielded(7)));
    assert!(matches!(top.resume(Ok(())), Complete(Ok(2_000))));
}
