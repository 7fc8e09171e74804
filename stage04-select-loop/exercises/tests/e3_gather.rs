//! The provided tests of s4e3.

#[path = "e3_gather/fails.rs"]
mod fails;
#[path = "e3_gather/stopped.rs"]
mod stopped;

use super::*;
use stage04::{Cancelled, EventLoop, Simulated, World, now, sleep, yield_now};
use std::{fmt, time::Duration};
use testkit::within;

const fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

#[derive(Debug)]
struct Failed(&'static str);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
impl std::error::Error for Failed {}

/// How a child ends.
#[derive(Clone, Copy)]
enum End {
    Returns,
    Raises(&'static str),
    RaisesCancelled,
}
use End::{Raises, RaisesCancelled, Returns};

/// A child: its name, how many milliseconds it works, and how it ends; if it is cancelled, how many it cleans up, and how it ends then.
#[derive(Clone, Copy)]
struct Child(char, u64, End, u64, End);

/// One that cleans up at once.
const fn child(name: char, works: u64, end: End) -> Child {
    Child(name, works, end, 0, RaisesCancelled)
}

/// What the children did, and when.
type Log = Rc<RefCell<Vec<(u128, String)>>>;

fn routine(Child(name, works, end, cleans, stopped): Child, log: &Log) -> Routine<Request, char> {
    let log = log.clone();
    Box::new(co(async move |y| {
        let (mut end, mut cancels) = (end, 0);
        if y.yield_from(sleep(ms(works))).await.is_err() {
            (end, cancels) = (stopped, 1);
            if cleans > 0 && y.yield_from(sleep(ms(cleans))).await.is_err() {
                cancels = 2;
            }
        }
        let at = y.yield_from(now()).await?.as_millis();
        let how = ["ends", "is cancelled", "is cancelled twice"][cancels];
        log.borrow_mut().push((at, format!("{name} {how} at {at}")));
        match end {
            Returns => Ok(name),
            Raises(error) => Err(Failed(error).into()),
            RaisesCancelled => Err(Cancelled.into()),
        }
    }))
}

/// What came of a gather and when, in a sentence; and what the children did.
struct Seen {
    end: String,
    children: String,
    /// How many milliseconds had passed when the loop had nothing left to do.
    idle: u128,
    /// How many tasks were left a few turns after the gather had ended.
    left: usize,
    /// How often the loop asked what is ready.
    selects: u64,
}

/// Gathers these children in virtual time, and cancels the gather at these times.
fn gathered<const N: usize, const M: usize>(children: [Child; N], cancels: [u64; M]) -> Seen {
    let awaited = "the end of a gather in virtual time";
    within(Duration::from_secs(5), awaited, move || {
        let log = Log::default();
        let routines = children.iter().map(|child| routine(*child, &log)).collect();
        let mut event_loop = EventLoop::with(Simulated::new());
        let gathering = event_loop.spawn(co(|y| gather(y, routines)));
        let stops = gathering.clone();
        let stopper = co(async move |y| {
            for time in cancels {
                y.yield_from(stage04::sleep_until(ms(time))).await?;
                y.yield_from(cancel(&stops)).await?;
            }
            Ok(())
        });
        event_loop.spawn(stopper);
        let main = co(async move |y| {
            let result = y.yield_from(join(&gathering)).await;
            let at = y.yield_from(now()).await?.as_millis();
            for _ in 0..4 {
                y.yield_from(yield_now()).await?; // what has only its last step to take, takes it
            }
            Ok(match result {
                Ok(names) => format!("{} at {at}", names.into_iter().collect::<String>()),
                Err(e) => format!("{e} at {at}"),
            })
        });
        let main = event_loop.spawn(main);
        let mut turns = 0;
        while !main.done() && turns < 5_000 {
            event_loop.run_once().expect("a task can go on");
            turns += 1;
        }
        let end = main.result().expect(
            "the loop took 5000 turns, and `gather` has not ended: does something look again and again?",
        );
        let end = end.unwrap_or_else(|e| format!("the loop ended with: {e}"));
        let left = event_loop.tasks();
        assert!(
            event_loop.run().is_ok(),
            "what `gather` has left in the loop never ends"
        );
        let mut log = log.take();
        log.sort(); // the order in one turn is no promise
        let children: Vec<_> = log.into_iter().map(|(_, line)| line).collect();
        Seen {
            end,
            children: children.join(", "),
            idle: event_loop.world().now().as_millis(),
            left,
            selects: event_loop.world().selects(),
        }
    })
}

#[test]
fn results_come_in_the_order_of_the_list() {
    let seen = gathered(
        [
            child('a', 300, Returns),
            child('b', 100, Returns),
            child('c', 200, Returns),
        ],
        [],
    );
    assert_eq!(
        seen.end, "abc at 300",
        "the results in the order of the list, when the last has ended"
    );
    assert_eq!(
        seen.children, "b ends at 100, c ends at 200, a ends at 300",
        "all three sleep at the same time"
    );
}

#[test]
fn an_empty_list_gives_an_empty_list() {
    let seen = gathered([], []);
    assert_eq!(seen.end, " at 0", "no results, at once");
}

#[test]
fn one_that_returns_before_the_failure_is_left_alone() {
    let seen = gathered(
        [
            child('a', 100, Returns),
            child('b', 200, Raises("b failed")),
        ],
        [],
    );
    assert_eq!(seen.end, "b failed at 200", "b failed after a had returned");
    assert_eq!(
        seen.children, "a ends at 100, b ends at 200",
        "a had returned, and cannot be cancelled"
    );
}

#[test]
fn it_waits_and_does_not_look_again_and_again() {
    let seen = gathered(
        [
            child('a', 5037, Returns),
            child('b', 2011, Returns),
            child('c', 8053, Returns),
        ],
        [],
    );
    assert_eq!(
        seen.end, "abc at 8053",
        "the results, as soon as the last has ended"
    );
    assert!(
        seen.selects <= 24,
        "the loop took {} turns for three children: does something look again and again?",
        seen.selects
    );
}
