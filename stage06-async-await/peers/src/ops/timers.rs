//! Time.

use super::timed;
use crate::peer::Clock;
use measure::machine;
use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};

/// A timeout that is not needed: a sleep is made, polled once, and dropped. A thousand of them in one turn of a task.
pub(super) fn create_cancel<P: Clock>(operations: usize) -> Option<f64> {
    const EACH: usize = 1_000;
    P::run(timed(operations, async |operations| {
        let mut pending = 0;
        for _ in 0..operations / EACH {
            poll_fn(|context| {
                for _ in 0..EACH {
                    let sleep = pin!(P::sleep(Duration::from_secs(3600)));
                    pending += usize::from(sleep.poll(context).is_pending());
                }
                Poll::Ready(())
            })
            .await;
            P::yield_now().await;
        }
        assert_eq!(pending, operations);
    }))
}

/// Tasks sleep, each for a random time of up to 50 ms. Most of it is waiting, so the figure is processor time: that of the
/// whole process, since some runtimes have helper threads.
pub(super) fn sleepers<P: Clock>(tasks: usize) -> Option<f64> {
    P::run(async move {
        let mut random = fastrand::Rng::with_seed(6);
        let start = machine::cpu_time()?;
        let sleeper = |_| {
            let duration = Duration::from_micros(random.u64(..50_000));
            P::spawn(async move {
                P::sleep(duration).await;
                1
            })
        };
        let spawned: Vec<_> = (0..tasks).map(sleeper).collect();
        let mut woken = 0;
        for task in spawned {
            woken += task.await;
        }
        assert_eq!(woken, tasks);
        Some((machine::cpu_time()? - start) / tasks as f64)
    })
}
