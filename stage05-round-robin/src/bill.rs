//! The bill: what it costs to wait by looking, and what it costs on stage 4's loop, which parks.

use crate::{Loop, sleep, until, yield_now};
use stage01::{Result, co};
use stage04::EventLoop;
use std::{
    fmt,
    time::{Duration, Instant},
};

/// What a wait has cost.
#[derive(Clone, Copy, Debug)]
pub struct Bill {
    /// How long it took.
    pub wall: Duration,
    /// How long this thread kept a core busy meanwhile; `None` on Windows, where it is not measured.
    pub cpu: Option<Duration>,
    /// How many turns the loop took.
    pub turns: u64,
}

/// Sleeps for this long on this stage's loop.
///
/// # Errors
///
/// None in practice: those of [`sleep`].
pub fn by_looking(duration: Duration) -> Result<Bill> {
    pay(|| {
        let event_loop = Loop::new();
        event_loop.run_task(sleep(duration))?;
        Ok(event_loop.steps())
    })
}

/// Sleeps for this long on stage 4's loop.
///
/// # Errors
///
/// As [`EventLoop::run_once`].
pub fn by_parking(duration: Duration) -> Result<Bill> {
    pay(|| {
        let mut event_loop = EventLoop::new()?;
        let sleeping = event_loop.spawn(stage04::sleep(duration));
        let mut turns = 0;
        while !sleeping.done() {
            event_loop.run_once()?;
            turns += 1;
        }
        Ok(turns)
    })
}

impl Bill {
    /// Returns the part of the time in which a core was busy: 1.0 is all of it.
    pub fn busy(&self) -> Option<f64> {
        Some(self.cpu?.as_secs_f64() / self.wall.as_secs_f64())
    }
}

impl fmt::Display for Bill {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "turns ≈ {}, ", self.turns)?;
        match self.busy() {
            Some(busy) => write!(f, "busy for ≈ {busy:.3} of the time"),
            None => f.write_str("busy time cannot be measured on this system"),
        }
    }
}

/// How many steps are timed together.
const STEPS: u32 = 200;

/// Measures how long a busy task waits for its next step on this stage's loop, beside tasks whose wait never ends.
///
/// # Errors
///
/// None in practice.
pub fn step_beside(idle: usize) -> Result<Duration> {
    let event_loop = Loop::new();
    for _ in 0..idle {
        event_loop.add_task(until(|| None::<()>));
    }
    best_of(|| {
        event_loop.run_task(co(async |y| {
            for _ in 0..STEPS {
                y.yield_from(yield_now()).await?;
            }
            Ok(())
        }))
    })
}

/// The same on stage 4's loop, where those that wait are parked.
///
/// # Errors
///
/// As [`EventLoop::run_once`].
pub fn step_beside_parked(idle: usize) -> Result<Duration> {
    let mut event_loop = EventLoop::new()?;
    for _ in 0..idle {
        event_loop.spawn(stage04::sleep(Duration::MAX));
    }
    best_of(|| {
        event_loop.run_until_complete(co(async |y| {
            for _ in 0..STEPS {
                y.yield_from(stage04::yield_now()).await?;
            }
            Ok(())
        }))
    })
}

/// Returns the time of one step in the best of five runs, which was disturbed least.
fn best_of(mut steps: impl FnMut() -> Result) -> Result<Duration> {
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let start = Instant::now();
        steps()?;
        best = best.min(start.elapsed());
    }
    Ok(best / STEPS)
}

fn pay(wait: impl FnOnce() -> Result<u64>) -> Result<Bill> {
    let (start, cpu) = (Instant::now(), cpu_time());
    let turns = wait()?;
    let cpu = cpu_time().zip(cpu).map(|(now, before)| now - before);
    let wall = start.elapsed();
    Ok(Bill { wall, cpu, turns })
}

/// Returns how long this thread has kept a core busy.
fn cpu_time() -> Option<Duration> {
    #[cfg(unix)]
    {
        use rustix::time::{ClockId, clock_gettime};
        clock_gettime(ClockId::ThreadCPUTime).try_into().ok()
    }
    #[cfg(not(unix))]
    None
}
