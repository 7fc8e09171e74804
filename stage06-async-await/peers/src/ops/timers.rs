//! Time.

use super::timed;
use crate::{machine, peer::Clock};
use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};

/// A timeout that is not needed: a sleep is made, polled once, and dropped. A thousand of them in one turn of a task.
pub(super) fn create_cancel<P: Clock>(_: P) -> Option<f64> {
    const TURNS: usize = 20;
    const EACH: usize = 1_000;
    Some(P::run(timed(TURNS * EACH, async {
        let mut pending = 0;
        for _ in 0..TURNS {
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
        assert_eq!(pending, TURNS * EACH);
    })))
}

/// So many tasks sleep at random for up to 50 ms. What it takes is mostly waiting, so here processor time is counted,
/// of the whole process, since some runtimes have helpers.
pub(super) fn sleepers<P: Clock>(_: P) -> Option<f64> {
    const TASKS: usize = 100_000;
    P::run(async {
        let mut random = fastrand::Rng::with_seed(6);
        let start = machine::cpu_time()?;
        let sleeper = |_| {
            let duration = Duration::from_micros(random.u64(..50_000));
            P::spawn(async move {
                P::sleep(duration).await;
                1
            })
        };
        let spawned: Vec<_> = (0..TASKS).map(sleeper).collect();
        let mut woken = 0;
        for task in spawned {
            woken += task.await;
        }
        assert_eq!(woken, TASKS);
        Some((machine::cpu_time()? - start) / TASKS as f64)
    })
}
