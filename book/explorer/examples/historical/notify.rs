//! A permit is lost between a load and a store.
//!
//! `notify_one` without a task that waits leaves a permit for the next one. `notify_waiters` counts its calls in the same word,
//! and wrote the word that it had read before: a permit that another thread left in between was gone. tokio had this until
//! 2021 (<https://github.com/tokio-rs/tokio/pull/3660>, 2021-03-28).

use std::sync::PoisonError;
use std::task::{Context, Poll, Waker};

use explorer::World;
use explorer::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use explorer::sync::{Arc, Mutex, MutexGuard};

/// The lowest bit is the permit; above it is the number of calls of `notify_waiters`.
const PERMIT: usize = 1;
const CALL: usize = 2;

#[derive(Default)]
struct Notify {
    state: AtomicUsize,
    waiters: Mutex<Vec<Waker>>,
    /// True if a call is counted in one step.
    fixed: bool,
}

impl Notify {
    #[track_caller]
    fn waiters(&self) -> MutexGuard<'_, Vec<Waker>> {
        self.waiters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Leaves a permit, and wakes a task that waits for one.
    fn notify_one(&self) {
        loop {
            let state = self.state.load(SeqCst);
            let new = state | PERMIT;
            let left = self.state.compare_exchange(state, new, SeqCst, SeqCst);
            if left.is_ok() {
                break;
            }
        }
        let waiter = self.waiters().pop();
        waiter.into_iter().for_each(Waker::wake);
    }

    /// Wakes all tasks that wait now.
    fn notify_waiters(&self) {
        if self.fixed {
            self.state.fetch_add(CALL, SeqCst);
        } else {
            let state = self.state.load(SeqCst);
            self.state.store(state + CALL, SeqCst);
        }
        let waiters = std::mem::take(&mut *self.waiters());
        waiters.into_iter().for_each(Waker::wake);
    }

    /// Ready if there is a permit, which is taken, or if all were woken since then.
    fn poll(&self, since: usize, cx: &Context<'_>) -> Poll<()> {
        let mut waiters = self.waiters();
        let state = self.state.load(SeqCst);
        let permit = state & PERMIT > 0;
        if permit {
            self.state.fetch_sub(PERMIT, SeqCst); // under the lock: nothing else takes it
        }
        if permit || state / CALL > since {
            return Poll::Ready(());
        }
        waiters.push(cx.waker().clone());
        Poll::Pending
    }
}

/// One thread leaves a permit while another wakes all. A task that begins to wait after both finds the permit.
pub(crate) fn promise(fixed: bool) -> impl Fn(&World) {
    move |world| {
        let notify = Arc::new(Notify {
            fixed,
            ..Notify::default()
        });
        let (one, all) = (notify.clone(), notify.clone());
        world.thread("sender", move || one.notify_one());
        world.thread("closer", move || all.notify_waiters());
        world.spawn("waiter", async move {
            std::future::poll_fn(|cx| notify.poll(1, cx)).await; // it does not count the call of the closer
        });
    }
}
