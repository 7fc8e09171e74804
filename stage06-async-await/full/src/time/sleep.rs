//! Waiting until a moment.

use crate::runtime::context::{current, expect_current};
use crate::runtime::coop;
use crate::runtime::time::Timers;
use crate::time::clock::{later, now};
use crate::util::slot_map::Key;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

/// Waits until a moment; made by [`sleep`] and [`sleep_until`].
///
/// It sets its timer when it is first polled, with the runtime that polls it, and takes it back when it is dropped. It
/// never ends early. If the deadline has passed already it ends when the loop next fires timers: even a sleep of zero
/// lets other tasks take a step.
///
/// It holds nothing but numbers, so it may be sent to another thread. If it is dropped there the timer stays behind,
/// and wakes its task for nothing. If the runtime with the timer is dropped, the task is woken as well: the next poll
/// sets a timer where it is polled, or panics where no runtime runs.
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

/// Waits until `deadline`.
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

// ANCHOR: Sleep
impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.elapsed {
            return Poll::Ready(());
        }
        let core = expect_current();
        match self.timer {
            Some((runtime, timer)) if runtime == core.id => {
                if core.timers.is_pending(timer, context.waker()) {
                    return Poll::Pending;
                }
                self.timer = None;
                self.elapsed = true;
                coop::spend(); // it never waits for budget: a time limit is for greedy tasks, too
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

    /// True if a poll was ready.
    pub fn is_elapsed(&self) -> bool {
        self.elapsed
    }

    /// Ends at another moment instead, earlier or later; also if it has ended already. The task that waits for it goes
    /// on waiting, if this is called on the thread of its runtime; elsewhere it must be polled again.
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
        let core = current().filter(|core| core.id == runtime)?;
        Some(act(&core.timers, timer))
    }
}
