//! The longest sleep and the shortest, and the end of virtual time.

mod support;

use stage01::co;
use stage04::{
    Cancelled, EventLoop, Stream, World, cancel, join, now, readable, sleep, sleep_until, spawn,
    yield_now,
};
use std::time::Duration;
use support::{ms, promptly, simulated};

#[test]
fn the_longest_sleep_neither_overflows_nor_ends_early() {
    promptly("the end of all but the sleepers", || {
        let main = co(async |y| {
            y.yield_from(sleep(ms(1))).await?;
            let forever = y.yield_from(spawn(sleep(Duration::MAX))).await?;
            let the_same = y.yield_from(spawn(sleep_until(Duration::MAX))).await?;
            y.yield_from(sleep(Duration::from_secs(1 << 40))).await?;
            Ok(forever.done() || the_same.done())
        });
        assert!(!simulated(main).0.unwrap());

        let real = co(async |y| {
            let forever = y.yield_from(spawn(sleep(Duration::MAX))).await?;
            y.yield_from(sleep(ms(5))).await?;
            y.yield_from(yield_now()).await?;
            assert!(!forever.done());
            y.yield_from(cancel(&forever)).await?;
            y.yield_from(join(&forever)).await
        });
        let result = EventLoop::new().unwrap().run_until_complete(real);
        assert!(result.unwrap_err().is::<Cancelled>());
    });
}

#[test]
fn a_virtual_eternity_passes_at_once() {
    promptly("eternity", || {
        let (result, event_loop) = simulated(sleep(Duration::MAX));
        result.unwrap();
        assert_eq!(event_loop.world().now(), Duration::MAX);
        assert!(event_loop.world().selects() <= 2);
    });
}

#[test]
fn at_the_end_of_virtual_time_a_sleep_ends_at_once() {
    promptly("the second sleep", || {
        let (time, _) = simulated(co(async |y| {
            y.yield_from(sleep(Duration::MAX - ms(1))).await?;
            y.yield_from(sleep(Duration::from_secs(1))).await?;
            y.yield_from(sleep(Duration::from_secs(1))).await?;
            y.yield_from(readable(&Stream::new("A", 5))).await?;
            y.yield_from(now()).await
        }));
        assert_eq!(time.unwrap(), Duration::MAX);
    });
}

#[test]
fn a_real_sleep_is_never_too_short() {
    promptly("a few milliseconds", || {
        for time in [Duration::from_micros(1), ms(1), Duration::from_micros(7500)] {
            let main = co(async move |y| {
                let start = y.yield_from(now()).await?;
                y.yield_from(sleep(time)).await?;
                Ok(y.yield_from(now()).await? - start)
            });
            let slept = EventLoop::new().unwrap().run_until_complete(main).unwrap();
            assert!(slept >= time, "{slept:?} of {time:?}");
        }
    });
}
