//! Waiting for time to pass.

use crate::{
    runtime::{context, time::Timers},
    util::slot_map::Key,
};
use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, Instant},
};

/// Waits until a moment; made by [`sleep`] and [`sleep_until`].
///
/// It sets its timer when it is first polled, with the runtime that polls it, and takes it back when it is dropped.
/// It never ends early. A deadline that has passed ends at the loop's next look at the clock: even a sleep of zero
/// lets others have a turn.
///
/// It holds nothing but numbers, so it may be sent to another thread. If it is dropped away from its runtime the
/// timer stays behind, and wakes its task for nothing.
#[derive(Debug)]
pub struct Sleep {
    deadline: Instant,
    /// The timer that is set, and in which runtime.
    timer: Option<(u64, Key)>,
    elapsed: bool,
}

/// Waits for at least this long; `Duration::MAX` is thirty years.
///
/// ```
/// use stage06_full::{Runtime, now, sleep};
/// use std::time::Duration;
///
/// Runtime::with_virtual_time().block_on(async {
///     let begin = now();
///     sleep(Duration::from_secs(3600)).await; // takes no time at all
///     assert_eq!(now() - begin, Duration::from_secs(3600));
/// });
/// ```
///
/// # Panics
///
/// When it is polled outside of a runtime.
pub fn sleep(duration: Duration) -> Sleep {
    sleep_until(later(now(), duration))
}

/// So long after this moment. What no clock can say is thirty years, or the last moment that it can say.
pub(crate) fn later(moment: Instant, duration: Duration) -> Instant {
    const YEARS: Duration = Duration::from_secs(30 * 365 * 24 * 3600);
    let sum = moment.checked_add(duration);
    let sum = sum.or_else(|| moment.checked_add(YEARS.min(duration)));
    sum.unwrap_or_else(|| last_after(moment))
}

/// The last moment that an `Instant` can say. The standard library does not tell which that is.
fn last_after(mut moment: Instant) -> Instant {
    let mut step = Duration::MAX;
    while !step.is_zero() {
        match moment.checked_add(step) {
            Some(later) => moment = later,
            None => step /= 2,
        }
    }
    moment
}

/// Waits until `deadline`, or not at all if that has passed.
///
/// # Panics
///
/// When it is polled outside of a runtime.
pub fn sleep_until(deadline: Instant) -> Sleep {
    Sleep {
        deadline,
        timer: None,
        elapsed: false,
    }
}

/// What time it is for the runtime that runs here; outside of one, what time it is.
pub fn now() -> Instant {
    context::try_with(|core| core.timers.now()).unwrap_or_else(Instant::now)
}

// ANCHOR: Sleep
impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.elapsed {
            return Poll::Ready(());
        }
        let core = context::core();
        match self.timer {
            Some((runtime, timer)) if runtime == core.id => {
                if core.timers.is_pending(timer, context.waker()) {
                    return Poll::Pending;
                }
                self.timer = None;
                self.elapsed = true;
                Poll::Ready(())
            }
            _ => {
                let timer = core.timers.set(self.deadline, context.waker().clone());
                self.timer = Some((core.id, timer));
                Poll::Pending
            }
        }
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.with_timer(|timers, timer| timers.cancel(timer));
    }
}
// ANCHOR_END: Sleep

impl Sleep {
    /// When it ends.
    pub fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Whether a poll has said that it has ended.
    pub fn is_elapsed(&self) -> bool {
        self.elapsed
    }

    /// Ends at another moment instead, earlier or later; also if it has ended already. Who waits for it goes on
    /// waiting, if this is called on the thread of its runtime; elsewhere it must be polled again.
    pub fn reset(&mut self, deadline: Instant) {
        self.deadline = deadline;
        self.elapsed = false;
        let timer = self.with_timer(|timers, timer| timers.reset(timer, deadline));
        let runtime = self.timer.map(|(runtime, _)| runtime);
        self.timer = runtime.zip(timer.flatten());
    }

    /// Does something with the timer, if there is one and its runtime runs here.
    fn with_timer<T>(&self, act: impl FnOnce(&Timers, Key) -> T) -> Option<T> {
        let (runtime, timer) = self.timer?;
        let core = context::get().filter(|core| core.id == runtime)?;
        Some(act(&core.timers, timer))
    }
}
