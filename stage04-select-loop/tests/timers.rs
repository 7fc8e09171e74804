//! Timers: deadlines, ties, cancellation.

mod support;

use stage01::co;
use stage02::Interest;
use stage04::{
    Asks, EventLoop, Ready, Simulated, Source, Stream, World, cancel, gather, now, readable, sleep,
    sleep_until, spawn, yield_now,
};
use std::{io, time::Duration};
use support::{Log, ms, promptly, simulated};

/// A simulated world that remembers every timeout it was given.
#[derive(Default)]
struct Noting {
    world: Simulated,
    timeouts: Vec<Option<Duration>>,
}

impl World for Noting {
    fn now(&self) -> Duration {
        self.world.now()
    }
    fn watch(&mut self, source: &Source, interest: Option<Interest>) -> io::Result<()> {
        self.world.watch(source, interest)
    }
    fn select(&mut self, timeout: Option<Duration>) -> io::Result<Vec<Ready>> {
        self.timeouts.push(timeout);
        self.world.select(timeout)
    }
}

/// Sleeps until a time, and writes down its name and when it woke.
fn sleeper(log: &Log, name: &'static str, time: Duration) -> impl Asks + use<> {
    let log = log.clone();
    co(async move |y| {
        y.yield_from(sleep(time)).await?;
        log.add(format!("{name} {:?}", y.yield_from(now()).await?));
        Ok(())
    })
}

#[test]
fn sleepers_wake_in_the_order_of_their_deadlines() {
    promptly("three sleepers", || {
        let log = Log::default();
        let times = [("c", 30), ("a", 10), ("b", 20)];
        let sleepers = times.map(|(name, time)| sleeper(&log, name, ms(time)));
        simulated(gather(sleepers.into())).0.unwrap();
        assert_eq!(log.lines(), ["a 10ms", "b 20ms", "c 30ms"]);
    });
}

#[test]
fn equal_deadlines_wake_in_the_order_in_which_they_were_asked_for() {
    promptly("a tie", || {
        let log = Log::default();
        let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let sleepers = names.map(|name| sleeper(&log, name, ms(5)));
        simulated(gather(sleepers.into())).0.unwrap();
        assert_eq!(log.lines(), names.map(|name| format!("{name} 5ms")));
    });
}

#[test]
fn the_timeout_of_select_is_exactly_the_next_deadline() {
    promptly("two deadlines", || {
        let log = Log::default();
        let pair = [sleeper(&log, "late", ms(70)), sleeper(&log, "soon", ms(50))];
        let mut event_loop = EventLoop::with(Noting::default());
        event_loop.run_until_complete(gather(pair.into())).unwrap();
        let waits: Vec<_> = event_loop.world().timeouts.iter().flatten().collect();
        let waits: Vec<_> = waits.into_iter().filter(|t| !t.is_zero()).collect();
        assert_eq!(waits, [&ms(50), &ms(20)]);
    });
}

#[test]
fn a_stream_that_comes_before_the_deadline_does_not_wait_for_it() {
    promptly("a stream", || {
        let main = co(async |y| {
            let _late = y.yield_from(spawn(sleep(ms(1000)))).await?;
            y.yield_from(readable(&Stream::new("A", 20))).await?;
            y.yield_from(now()).await
        });
        let time = simulated(main).0.unwrap();
        assert!(time <= ms(20), "{time:?}");
    });
}

#[test]
fn zero_gives_up_one_turn_and_a_past_deadline_does_too() {
    promptly("a turn", || {
        for past in [sleep(Duration::ZERO), sleep_until(ms(1))] {
            let main = co(async |y| {
                y.yield_from(sleep(ms(5))).await?;
                let log = Log::default();
                let noted = log.clone();
                y.yield_from(spawn(co(async move |_| {
                    noted.add("the other");
                    Ok(())
                })))
                .await?;
                y.yield_from(past).await?;
                log.add("the sleeper");
                Ok((log.lines(), y.yield_from(now()).await?))
            });
            let (lines, time) = simulated(main).0.unwrap();
            assert_eq!(lines, ["the other", "the sleeper"]);
            assert_eq!(time, ms(5));
        }
    });
}

#[test]
fn regular_deadlines_do_not_drift() {
    promptly("four beats", || {
        let main = co(async |y| {
            let mut beats = Vec::new();
            for beat in 1..=4 {
                y.yield_from(sleep_until(ms(10 * beat))).await?;
                beats.push(y.yield_from(now()).await?);
                y.yield_from(sleep(ms(3))).await?;
            }
            Ok(beats)
        });
        assert_eq!(simulated(main).0.unwrap(), [ms(10), ms(20), ms(30), ms(40)]);
    });
}

#[test]
fn a_cancelled_timer_wakes_no_task_and_no_select() {
    promptly("the others", || {
        let main = co(async |y| {
            let sleepers = [5, 10, 15].map(|n| spawn(sleep(ms(n))));
            let mut handles = Vec::new();
            for sleeper in sleepers {
                handles.push(y.yield_from(sleeper).await?);
            }
            y.yield_from(yield_now()).await?;
            y.yield_from(cancel(&handles[0])).await?;
            y.yield_from(cancel(&handles[2])).await?;
            y.yield_from(sleep(ms(20))).await?;
            Ok(handles
                .iter()
                .map(|h| h.result().unwrap().is_ok())
                .collect())
        });
        let mut event_loop = EventLoop::with(Noting::default());
        let ended: Vec<bool> = event_loop.run_until_complete(main).unwrap();
        assert_eq!(ended, [false, true, false]);
        let waits: Vec<_> = event_loop.world().timeouts.iter().flatten().collect();
        let waits: Vec<_> = waits.into_iter().filter(|t| !t.is_zero()).collect();
        assert_eq!(waits, [&ms(10), &ms(10)]);
    });
}
