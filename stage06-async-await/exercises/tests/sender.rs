//! A thread that calls a waker at the very moment in which another thread goes to sleep.

use std::cell::Cell;
use std::hint::{black_box, spin_loop};
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::task::Waker;
use std::thread;
use std::time::{Duration, Instant};

/// One thread for many wakes. It is awake before it is asked for one: a thread that had to be started, or woken, would
/// come too late to meet anything.
pub(super) struct Sender {
    orders: Arc<Orders>,
    /// How long `wake_soon` waits at least.
    delay: Cell<u32>,
    /// Held while it lives: two races at once would need four processors.
    _turn: Option<MutexGuard<'static, ()>>,
}

/// What the two threads share.
#[derive(Default)]
struct Orders {
    /// The waker to call next.
    waker: Mutex<Option<Waker>>,
    /// The number of calls that were asked for. The last of all is `u32::MAX`.
    asked: AtomicU32,
    /// The number of calls that have returned.
    returned: AtomicU32,
}

impl Sender {
    pub(super) fn new() -> Self {
        static TURN: Mutex<()> = Mutex::new(());
        let begin = Instant::now();
        let _turn = loop {
            match TURN.try_lock() {
                Ok(turn) => break Some(turn),
                Err(TryLockError::Poisoned(turn)) => break Some(turn.into_inner()),
                Err(_) if begin.elapsed() > Duration::from_secs(2) => break None,
                Err(_) => thread::sleep(Duration::from_millis(1)),
            }
        };
        let sender = Self {
            orders: Arc::default(),
            delay: Cell::new(0),
            _turn,
        };
        let orders = sender.orders.clone();
        thread::spawn(move || {
            for round in 1.. {
                until(|| orders.asked.load(SeqCst) >= round);
                let Some(waker) = orders.waker.lock().unwrap().take() else {
                    return;
                };
                a_moment(50 + round % 11);
                waker.wake();
                orders.returned.store(round, SeqCst);
            }
        });
        sender
    }

    /// Asks for a call of this waker, which comes before or after the caller's next move.
    pub(super) fn wake_soon(&self, waker: Waker) {
        *self.orders.waker.lock().unwrap() = Some(waker);
        let round = self.orders.asked.fetch_add(1, SeqCst);
        a_moment(self.delay.get() + round % 7);
    }

    /// True if the last call has returned.
    pub(super) fn has_returned(&self) -> bool {
        self.orders.returned.load(SeqCst) == self.orders.asked.load(SeqCst)
    }

    /// Says which of the two moves came first. So both come nearer, from round to round.
    pub(super) fn aim(&self, the_call_was_first: bool) {
        let delay = self.delay.get();
        self.delay.set(match the_call_was_first {
            true => delay.saturating_sub(1),
            false => (delay + 1).min(500),
        });
    }

    /// Waits until all calls have returned.
    pub(super) fn wait(&self) {
        until(|| self.has_returned());
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        self.orders.asked.store(u32::MAX, SeqCst);
    }
}

/// The rounds of a race: many, as far as the time goes. A slow machine makes fewer.
pub(super) fn rounds() -> impl Iterator<Item = u32> {
    let begin = Instant::now();
    (1..=300_000).take_while(move |_| begin.elapsed() < Duration::from_millis(1500))
}

/// Some nanoseconds.
fn a_moment(steps: u32) {
    (0..steps).for_each(|step| _ = black_box(step));
}

/// Looks until this is true. After some time without success it leaves the processor to others.
fn until(is_true: impl Fn() -> bool) {
    let begin = Instant::now();
    let look = || {
        spin_loop();
        is_true()
    };
    while !(0..200).any(|_| look()) {
        match begin.elapsed() < Duration::from_millis(200) {
            true => thread::yield_now(),
            false => thread::sleep(Duration::from_millis(1)),
        }
    }
}
