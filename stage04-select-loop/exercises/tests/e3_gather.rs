//! The provided tests of s4e3.

use super::*;
use stage04::{EventLoop, Simulated, now, sleep};
use std::time::Duration;
use testkit::within;

#[derive(Debug)]
struct Failed(char);

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} failed", self.0)
    }
}
impl std::error::Error for Failed {}

/// A child: its name, when it ends, whether it fails, and how long it cleans up when it is cancelled.
#[derive(Clone, Copy)]
struct Child(char, u64, bool, u64);

type Log = Rc<RefCell<Vec<String>>>;

fn routine(Child(name, seconds, fails, cleanup): Child, log: &Log) -> Routine<Request, char> {
    let log = log.clone();
    Box::new(co(async move |y| {
        let slept = y.yield_from(sleep(Duration::from_secs(seconds))).await;
        if slept.is_err() && cleanup > 0 {
            y.yield_from(sleep(Duration::from_secs(cleanup))).await?;
        }
        let at = y.yield_from(now()).await?.as_secs();
        let how = if slept.is_err() {
            "is cancelled"
        } else if fails {
            "fails"
        } else {
            "ends"
        };
        log.borrow_mut().push(format!("{name} {how} at {at}"));
        slept?;
        if fails {
            Err(Failed(name).into())
        } else {
            Ok(name)
        }
    }))
}

/// Gathers these children in virtual time: what came of it and when, and what the children did.
fn gathered<const N: usize>(children: [Child; N]) -> (String, String) {
    within(
        Duration::from_secs(3),
        "the end of a gather in virtual time",
        move || {
            let log = Log::default();
            let routines = children.iter().map(|child| routine(*child, &log)).collect();
            let mut event_loop = EventLoop::with(Simulated::new());
            let ended = event_loop.run_until_complete(co(async move |y: Yielder<Request>| {
                let gathering = co(|y| gather(y, routines));
                let result = y.yield_from(gathering).await;
                let at = y.yield_from(now()).await?.as_secs();
                Ok(match result {
                    Ok(names) => format!("{} at {at}", names.into_iter().collect::<String>()),
                    Err(e) => format!("{e} at {at}"),
                })
            }));
            let ended = ended.unwrap_or_else(|e| format!("the loop ended with: {e}"));
            let done = log.borrow().join(", ");
            (ended, done)
        },
    )
}

#[test]
fn results_stand_in_order() {
    let (ended, _) = gathered([
        Child('a', 3, false, 0),
        Child('b', 1, false, 0),
        Child('c', 2, false, 0),
    ]);
    assert_eq!(
        ended, "abc at 3",
        "the results in the order of the list, when the last has ended"
    );
}

#[test]
fn they_run_at_once() {
    let (_, done) = gathered([Child('a', 3, false, 0), Child('b', 1, false, 0)]);
    assert_eq!(
        done, "b ends at 1, a ends at 3",
        "both sleep at the same time"
    );
}

#[test]
fn nobody_is_nothing() {
    assert_eq!(gathered([]).0, " at 0", "an empty list, at once");
}

#[test]
fn a_failure_comes_out() {
    let (ended, _) = gathered([Child('a', 1, true, 0)]);
    assert_eq!(ended, "a failed at 1");
}

#[test]
fn the_others_are_cancelled_as_soon_as_one_fails() {
    let (ended, done) = gathered([
        Child('a', 9, false, 0),
        Child('b', 2, true, 0),
        Child('c', 7, false, 0),
    ]);
    assert_eq!(
        done, "b fails at 2, a is cancelled at 2, c is cancelled at 2",
        "b failed first: nobody goes on in vain"
    );
    assert_eq!(ended, "b failed at 2");
}

#[test]
fn the_first_failure_in_time_is_the_reason() {
    let (ended, _) = gathered([Child('a', 3, true, 0), Child('b', 1, true, 0)]);
    assert_eq!(
        ended, "b failed at 1",
        "b failed first, and a was only cancelled"
    );
}

#[test]
fn whoever_has_ended_before_is_left_alone() {
    let (ended, done) = gathered([Child('a', 1, false, 0), Child('b', 2, true, 0)]);
    assert_eq!(
        (ended.as_str(), done.as_str()),
        ("b failed at 2", "a ends at 1, b fails at 2")
    );
}

#[test]
fn it_waits_until_those_that_were_cancelled_have_cleaned_up() {
    let (ended, done) = gathered([Child('a', 9, false, 4), Child('b', 2, true, 0)]);
    assert_eq!(
        ended, "b failed at 6",
        "the gather must not end before its children have"
    );
    assert_eq!(
        done, "b fails at 2, a is cancelled at 6",
        "a is cancelled at 2, and cleans up for 4 seconds"
    );
}

#[test]
fn it_waits_for_those_behind_the_failure_too() {
    let (ended, _) = gathered([Child('a', 2, true, 0), Child('b', 9, false, 4)]);
    assert_eq!(
        ended, "a failed at 6",
        "b stands behind a in the list, and cleans up until 6"
    );
}
