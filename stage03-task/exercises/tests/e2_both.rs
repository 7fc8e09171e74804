//! The provided tests of s3e2.

#[path = "e2_both/both_raise.rs"]
mod both_raise;
#[path = "e2_both/cancels.rs"]
mod cancels;

use super::*;
use stage01::co;
use stage02::Future;
use stage03::{Await, Cancelled};
use std::{cell::RefCell, rc::Rc, time::Duration};
use testkit::within;

#[derive(Debug)]
struct Oops;

impl std::fmt::Display for Oops {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("oops")
    }
}
impl std::error::Error for Oops {}

type Log = Rc<RefCell<Vec<String>>>;

/// Two children that wait for `a` and `b`, and the task that runs both.
struct Family {
    event_loop: EventLoop,
    log: Log,
    a: Future<u32>,
    b: Future<u32>,
    task: Task<(u32, u32)>,
}

/// Says that it begins, waits for the future, says how that went, and passes it on.
fn child(log: &Log, name: &'static str, future: &Future<u32>) -> Routine<Wait, u32> {
    let (log, wait) = (log.clone(), Await::new(future));
    Box::new(co(async move |y| {
        log.borrow_mut().push(format!("{name} begins"));
        let result = y.yield_from(wait).await;
        log.borrow_mut().push(match &result {
            Ok(value) => format!("{name} has {value}"),
            Err(e) if e.is::<Cancelled>() => format!("{name} is cancelled"),
            Err(e) => format!("{name} hears {e}"),
        });
        result
    }))
}

fn check(test: impl FnOnce(Family) + Send + 'static) {
    within(
        Duration::from_secs(5),
        "two children and their parent",
        || {
            let event_loop = EventLoop::new().expect("a loop");
            event_loop.set_exception_handler(|_| {});
            let (log, a, b) = (
                Log::default(),
                Future::new(&event_loop),
                Future::new(&event_loop),
            );
            let (first, second) = (child(&log, "a", &a), child(&log, "b", &b));
            let own = event_loop.clone();
            let task = Task::spawn(&event_loop, co(|y| both(y, own, first, second)));
            let family = Family {
                event_loop,
                log,
                a,
                b,
                task,
            };
            family.turns();
            test(family);
        },
    );
}

impl Family {
    /// As many turns as it may need.
    fn turns(&self) {
        (0..8).for_each(|_| self.event_loop.run_once().expect("the loop runs"));
    }

    /// The children that have begun, in the order of the alphabet.
    fn begun(&self) -> String {
        self.entries(|entry| entry.ends_with("begins"))
    }

    /// How children ended, in the order of the alphabet.
    fn ended(&self) -> String {
        self.entries(|entry| !entry.ends_with("begins"))
    }

    fn entries(&self, which: fn(&str) -> bool) -> String {
        let mut entries = self.log.borrow().clone();
        entries.retain(|entry| which(entry));
        entries.sort();
        entries.join(", ")
    }

    fn result(&self) -> String {
        format!("{:?}", self.task.future().result())
    }
}

#[test]
fn both_begin_before_either_has_ended() {
    check(|family| {
        assert_eq!(
            family.begun(),
            "a begins, b begins",
            "both must be under way at once"
        );
    });
}

#[test]
fn both_results_come_back() {
    check(|family| {
        family.a.set_result(1).expect("set once");
        family.turns();
        assert_eq!(family.result(), "None", "b has not ended");
        family.b.set_result(2).expect("set once");
        family.turns();
        assert_eq!(
            family.result(),
            "Some(Ok((1, 2)))",
            "what both children returned"
        );
    });
}

#[test]
fn the_second_may_end_first() {
    check(|family| {
        family.b.set_result(2).expect("set once");
        family.turns();
        assert_eq!(family.ended(), "b has 2", "b need not wait for a");
        family.a.set_result(1).expect("set once");
        family.turns();
        assert_eq!(
            family.result(),
            "Some(Ok((1, 2)))",
            "in the order of the arguments"
        );
    });
}

#[test]
fn what_the_first_raises_comes_out() {
    check(|family| {
        family.a.set_exception(Oops).expect("set once");
        family.turns();
        assert_eq!(family.result(), "Some(Err(Oops))", "the first child raised");
    });
}

#[test]
fn what_the_second_raises_comes_out() {
    check(|family| {
        family.a.set_result(1).expect("set once");
        family.b.set_exception(Oops).expect("set once");
        family.turns();
        assert_eq!(
            family.result(),
            "Some(Err(Oops))",
            "the second child raised"
        );
    });
}

#[test]
fn when_the_first_raises_the_second_is_cancelled() {
    check(|family| {
        family.a.set_exception(Oops).expect("set once");
        family.turns();
        assert_eq!(
            family.ended(),
            "a hears oops, b is cancelled",
            "the result of b is not needed any more, and it must not go on"
        );
    });
}

#[test]
fn when_the_first_returns_the_second_goes_on() {
    check(|family| {
        family.a.set_result(1).expect("set once");
        family.turns();
        family.b.set_result(2).expect("set once");
        family.turns();
        assert_eq!(
            family.ended(),
            "a has 1, b has 2",
            "both children should end by themselves"
        );
    });
}

#[test]
fn when_the_second_raises_the_first_goes_on_to_its_end() {
    check(|family| {
        family.b.set_exception(Oops).expect("set once");
        family.turns();
        assert_eq!(
            (family.ended().as_str(), family.result().as_str()),
            ("b hears oops", "None"),
            "the second has raised, and the first has not ended"
        );
        family.a.set_result(1).expect("set once");
        family.turns();
        assert_eq!(
            (family.ended().as_str(), family.result().as_str()),
            ("a has 1, b hears oops", "Some(Err(Oops))"),
            "the second has raised, and the first has returned"
        );
    });
}
