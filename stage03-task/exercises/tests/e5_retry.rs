//! The provided tests of s3e5.

use super::*;
use stage01::co;
use stage02::{EventLoop, Future};
use stage03::{Await, Task};
use std::{cell::RefCell, rc::Rc, time::Duration};
use testkit::within;

#[derive(Debug)]
struct Failed(u32);

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "attempt {} failed", self.0)
    }
}
impl std::error::Error for Failed {}

/// The futures that the attempts wait for, in the order in which they began.
type Attempts = Rc<RefCell<Vec<Future<u32>>>>;

struct Retrying {
    event_loop: EventLoop,
    attempts: Attempts,
    task: Task<u32>,
}

fn check(attempts: u32, test: impl FnOnce(Retrying) + Send + 'static) {
    within(Duration::from_secs(5), "a few attempts", move || {
        let event_loop = EventLoop::new().expect("a loop");
        event_loop.set_exception_handler(|_| {});
        let (begun, own) = (Attempts::default(), event_loop.clone());
        let list = begun.clone();
        let attempt = move |number: u32| {
            let future = Future::new(&own);
            list.borrow_mut().push(future.clone());
            assert_eq!(
                number as usize,
                list.borrow().len(),
                "the number that the attempt was given, and how many there were"
            );
            assert!(
                list.borrow().len() < 100,
                "a hundred attempts: it never gives up"
            );
            Box::new(Await::new(&future)) as Routine<Wait, u32>
        };
        let task = Task::spawn(&event_loop, co(move |y| retry(y, attempts, attempt)));
        let retrying = Retrying {
            event_loop,
            attempts: begun,
            task,
        };
        retrying.turns();
        test(retrying);
    });
}

impl Retrying {
    fn turns(&self) {
        (0..5).for_each(|_| self.event_loop.run_once().expect("the loop runs"));
    }

    /// The attempt that is under way, and its number.
    fn under_way(&self) -> (u32, Future<u32>) {
        let attempts = self.attempts.borrow();
        let mut numbered = (1..).zip(attempts.iter());
        let found = numbered.find(|(_, attempt)| !attempt.done());
        let Some((number, attempt)) = found else {
            panic!("no attempt is under way, after {} of them", attempts.len())
        };
        (number, attempt.clone())
    }

    /// Lets the attempt that is under way fail, with its number.
    fn fail(&self) {
        let (number, attempt) = self.under_way();
        attempt.set_exception(Failed(number)).expect("set once");
        self.turns();
    }

    fn succeed(&self, value: u32) {
        let (_, attempt) = self.under_way();
        attempt.set_result(value).expect("set once");
        self.turns();
    }

    fn result(&self) -> String {
        format!("{:?}", self.task.future().result())
    }

    fn begun(&self) -> usize {
        self.attempts.borrow().len()
    }
}

#[test]
fn an_attempt_that_succeeds_is_the_only_one() {
    check(3, |r| {
        r.succeed(42);
        assert_eq!(
            (r.result(), r.begun()),
            ("Some(Ok(42))".into(), 1),
            "result and attempts, when the first has returned"
        );
    });
}

#[test]
fn one_at_a_time() {
    check(3, |r| {
        assert_eq!(
            r.begun(),
            1,
            "attempts under way: the second begins when the first has failed"
        )
    });
}

#[test]
fn after_a_failure_it_tries_again() {
    check(3, |r| {
        r.fail();
        assert_eq!(
            (r.result(), r.begun()),
            ("None".into(), 2),
            "the second attempt is under way"
        );
        r.succeed(42);
        assert_eq!(
            (r.result(), r.begun()),
            ("Some(Ok(42))".into(), 2),
            "result and attempts, when the second has returned"
        );
    });
}

#[test]
fn the_last_attempt_may_succeed() {
    check(3, |r| {
        r.fail();
        r.fail();
        r.succeed(7);
        assert_eq!(r.result(), "Some(Ok(7))", "the third of three");
    });
}

#[test]
fn it_gives_up_with_the_last_failure() {
    check(3, |r| {
        (0..3).for_each(|_| r.fail());
        assert_eq!(r.begun(), 3, "attempts, of three at most");
        assert_eq!(
            r.result(),
            "Some(Err(Failed(3)))",
            "what the last attempt raised"
        );
    });
}

#[test]
fn with_one_attempt_there_is_no_second() {
    check(1, |r| {
        r.fail();
        assert_eq!(
            (r.result(), r.begun()),
            ("Some(Err(Failed(1)))".into(), 1),
            "one attempt was allowed"
        );
    });
}

#[test]
fn a_cancel_goes_through_at_once() {
    check(3, |r| {
        r.fail();
        r.task.cancel();
        r.turns();
        assert_eq!(
            r.begun(),
            2,
            "attempts: it was cancelled during the second, and must not begin a third"
        );
        assert_eq!(
            r.result(),
            "Some(Err(Cancelled))",
            "a cancel is not a failure"
        );
    });
}

#[test]
fn with_none_allowed_there_is_one_all_the_same() {
    check(0, |r| {
        r.succeed(42);
        assert_eq!(
            (r.result(), r.begun()),
            ("Some(Ok(42))".into(), 1),
            "one attempt at least"
        );
    });
}

#[test]
fn with_none_allowed_a_failure_is_the_last() {
    check(0, |r| {
        r.fail();
        assert_eq!(
            (r.result(), r.begun()),
            ("Some(Err(Failed(1)))".into(), 1),
            "none was allowed, and one was made and failed: there is no second"
        );
    });
}

#[test]
fn a_cancel_in_the_first_attempt_goes_through_too() {
    check(3, |r| {
        r.task.cancel();
        r.turns();
        assert_eq!(
            (r.result(), r.begun()),
            ("Some(Err(Cancelled))".into(), 1),
            "it was cancelled during the first attempt"
        );
    });
}

#[test]
fn a_cancel_in_the_last_attempt_goes_through_too() {
    check(2, |r| {
        r.fail();
        r.task.cancel();
        r.turns();
        assert_eq!(
            (r.result(), r.begun()),
            ("Some(Err(Cancelled))".into(), 2),
            "it was cancelled during the second attempt of two, and the first had failed"
        );
    });
}
