//! Timers in their first version, and the programs that break them:
//! `cargo run -p stage04 --example naive_deadlines -- PROGRAM VERSION`.

mod cost;
mod naive;
#[path = "../../solutions/e2_timers.rs"]
#[allow(dead_code, unused_imports)]
mod ours;
mod turn;
mod wall;

use stage01::{Result, eprintln, println};
use std::{panic, process::ExitCode, time::Duration};
use turn::Loop;

type TimerId = u64;

/// What both versions can do.
trait Version {
    fn deadline(&self, now: Duration, length: Duration) -> Duration;
    fn add(&mut self, deadline: Duration) -> TimerId;
    fn cancel(&mut self, id: TimerId);
    fn next(&mut self) -> Option<Duration>;
    fn pop_due(&mut self, now: Duration) -> Option<TimerId>;
}

macro_rules! version {
    ($version:ident, $deadline:expr) => {
        impl Version for $version::Timers {
            fn deadline(&self, now: Duration, length: Duration) -> Duration {
                $deadline(now, length)
            }
            fn add(&mut self, deadline: Duration) -> TimerId {
                self.add(deadline)
            }
            fn cancel(&mut self, id: TimerId) {
                self.cancel(id);
            }
            fn next(&mut self) -> Option<Duration> {
                self.next()
            }
            fn pop_due(&mut self, now: Duration) -> Option<TimerId> {
                self.pop_due(now)
            }
        }
    };
}
version!(naive, |now, length| now + length);
version!(ours, Duration::saturating_add);

const fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

fn main() -> ExitCode {
    panic::set_hook(Box::new(|panic| {
        eprintln!("panicked: {}", panic.payload_as_str().unwrap_or("?"));
    }));
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (program, timers): (_, Box<dyn Version>) = match words[..] {
        ["blocks"] => return done(wall::blocks()),
        ["asks"] => return done(wall::asks()),
        [program, "naive"] => (program, Box::<naive::Timers>::default()),
        [program, "ours"] => (program, Box::<ours::Timers>::default()),
        [] => {
            println!(
                "blocks, asks; or naive or ours after one of: three, batch, early, limits, late, forever, cost"
            );
            return ExitCode::SUCCESS;
        }
        _ => return refuse(),
    };
    if program == "cost" {
        let mut timers = timers;
        cost::cost(&mut *timers);
        return ExitCode::SUCCESS;
    }
    let mut event_loop = Loop::new(timers);
    match program {
        "three" => three(&mut event_loop),
        "batch" => batch(&mut event_loop),
        "early" => early(&mut event_loop),
        "limits" => limits(&mut event_loop),
        "late" => late(&mut event_loop),
        "forever" => forever(&mut event_loop),
        _ => return refuse(),
    }
    ExitCode::SUCCESS
}

fn done(result: Result) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn refuse() -> ExitCode {
    eprintln!("no such program");
    ExitCode::FAILURE
}

// ANCHOR: three
fn three(event_loop: &mut Loop) {
    event_loop.sleep(ms(30), "the tea is ready");
    event_loop.sleep(ms(10), "the toast is ready");
    event_loop.sleep(ms(20), "the egg is ready");
    event_loop.run();
    event_loop.count();
}
// ANCHOR_END: three

// ANCHOR: batch
fn batch(event_loop: &mut Loop) {
    for order in 1..=3 {
        event_loop.sleep(ms(10), &format!("order {order}"));
    }
    event_loop.run();
}
// ANCHOR_END: batch

// ANCHOR: early
fn early(event_loop: &mut Loop) {
    event_loop.sleep(ms(10), "ten milliseconds have passed");
    event_loop.turn(Some(ms(4))); // bytes come for another task
    event_loop.run();
}
// ANCHOR_END: early

// ANCHOR: limits
/// A hundred requests, each with a time limit. All are answered at once.
fn limits(event_loop: &mut Loop) {
    for number in 1..=100 {
        let limit = event_loop.sleep(ms(number), "a limit has passed");
        event_loop.timers.cancel(limit);
    }
    event_loop.run();
    event_loop.count();
}
// ANCHOR_END: limits

// ANCHOR: late
/// An answer comes just after its limit. The next request has a limit of its own.
fn late(event_loop: &mut Loop) {
    let limit = event_loop.sleep(ms(10), "the first limit has passed");
    event_loop.turn(None);
    event_loop.timers.cancel(limit); // the answer
    event_loop.sleep(ms(10), "the second limit has passed");
    event_loop.run();
}
// ANCHOR_END: late

// ANCHOR: forever
fn forever(event_loop: &mut Loop) {
    event_loop.sleep(ms(10), "ten milliseconds have passed");
    event_loop.turn(None);
    event_loop.sleep(Duration::MAX, "the end of time");
    println!("a task sleeps forever");
}
// ANCHOR_END: forever
