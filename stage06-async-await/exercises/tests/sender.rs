//! A thread that calls a waker at the very moment in which another thread goes to sleep.

use std::hint::{black_box, spin_loop};
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::task::Waker;
use std::thread;
use std::time::{Duration, Instant};

/// One thread for many wakes. It is awake before it is asked for one: a thread that had to be started, or woken, would
/// come too late to meet anything.
#[derive(Default)]
pub(super) struct Sender(Arc<Orders>);

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
        let sender = Self::default();
        let orders = sender.0.clone();
        thread::spawn(move || {
            for round in 1.. {
                until(|| orders.asked.load(SeqCst) >= round);
                let Some(waker) = orders.waker.lock().unwrap().take() else {
                    return;
                };
                a_moment(round * 31 % 127);
                waker.wake();
                orders.returned.store(round, SeqCst);
            }
        });
        sender
    }

    /// Asks for a call of this waker, which comes before or after the caller's next move.
    pub(super) fn wake_soon(&self, waker: Waker) {
        *self.0.waker.lock().unwrap() = Some(waker);
        let round = self.0.asked.fetch_add(1, SeqCst);
        a_moment(round * 17 % 101);
    }

    /// Waits until all calls have returned.
    pub(super) fn wait(&self) {
        until(|| self.0.returned.load(SeqCst) == self.0.asked.load(SeqCst));
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        self.0.asked.store(u32::MAX, SeqCst);
    }
}

/// The rounds of a race: many, as far as the time goes. A slow machine makes fewer.
pub(super) fn rounds() -> impl Iterator<Item = u32> {
    let begin = Instant::now();
    (1..=100_000).take_while(move |_| begin.elapsed() < Duration::from_secs(1))
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
