//! The provided tests of s6e1. They call `block_on(future)` and nothing else.

#[path = "e1_block_on/during.rs"]
mod during;
#[path = "sender.rs"]
mod sender;
#[path = "e1_block_on/sleep.rs"]
mod sleep;

use super::block_on;
use sender::{Sender, rounds};
use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};
use testkit::within;

const MS: Duration = Duration::from_millis(1);

fn check(awaited: &str, test: impl FnOnce() + Send + 'static) {
    within(Duration::from_secs(3), awaited, test);
}

/// What a future waits for, and how often it was polled.
#[derive(Clone, Default)]
struct Probe {
    events: Arc<AtomicU32>,
    polls: Arc<AtomicU32>,
}

impl Probe {
    /// A future that is ready with 42 after so many events. It does this once before each event.
    fn after<'a>(
        &'a self,
        events: u32,
        mut early: impl FnMut(&Waker) + 'a,
    ) -> impl Future<Output = u32> + 'a {
        let mut asked = None;
        poll_fn(move |context| {
            self.polls.fetch_add(1, SeqCst);
            let seen = self.events.load(SeqCst);
            if seen == events {
                return Poll::Ready(42);
            }
            if asked.replace(seen) != Some(seen) {
                early(context.waker());
            }
            Poll::Pending
        })
    }

    /// An event now, and its wake.
    fn now(&self, waker: &Waker) {
        self.events.fetch_add(1, SeqCst);
        waker.wake_by_ref();
    }

    /// An event on another thread after some time, and its wake.
    fn later(&self, time: Duration, waker: &Waker) {
        let (probe, waker) = (self.clone(), waker.clone());
        thread::spawn(move || {
            thread::sleep(time); // this is how long the future waits
            probe.events.fetch_add(1, SeqCst);
            waker.wake();
        });
    }

    fn polls(&self) -> u32 {
        self.polls.load(SeqCst)
    }
}

/// Takes the token of this thread, as a lock or a channel may that a future uses in its poll.
fn take_token() {
    thread::current().unpark();
    thread::park();
}

#[test]
fn each_wake_from_another_thread_is_one_poll() {
    check(
        "the poll that answers a wake from another thread (what does `wake` do?)",
        || {
            let probe = Probe::default();
            let output = block_on(probe.after(3, |waker| probe.later(20 * MS, waker)));
            assert_eq!(output, 42, "what the future returns");
            assert_eq!(
                probe.polls(),
                4,
                "polls: one at the start, one for each of three wakes"
            );
        },
    );
}

#[test]
fn fifty_unparks_from_elsewhere_are_no_wake() {
    check("the poll that answers the wake after fifty unparks", || {
        let probe = Probe::default();
        let sleeper = thread::current();
        let stranger = thread::spawn(move || {
            for _ in 0..50 {
                sleeper.unpark();
                thread::sleep(MS);
            }
        });
        block_on(probe.after(1, |waker| probe.later(60 * MS, waker)));
        stranger.join().unwrap();
        assert_eq!(
            probe.polls(),
            2,
            "polls: one at the start, one for the wake; an unpark from elsewhere is no wake, and there were fifty"
        );
    });
}

#[test]
fn a_late_wake_is_not_for_the_next_future() {
    check("the poll of the second future", || {
        let (kept, probe) = (Cell::new(None), Probe::default());
        block_on(poll_fn(|context| {
            kept.set(Some(context.waker().clone()));
            Poll::Ready(())
        }));
        let late = Cell::new(kept.take());
        block_on(probe.after(1, |waker| {
            late.take().into_iter().for_each(Waker::wake);
            probe.later(20 * MS, waker);
        }));
        assert_eq!(
            probe.polls(),
            2,
            "polls of the second future, while a waker of the first was called: is its unpark alone a reason to \
             poll, or do two calls of block_on share a flag?"
        );
    });
}

#[test]
fn a_wake_of_a_future_on_another_thread_is_not_for_this_one() {
    check("the end of the second future", || {
        let (probe, ended) = (Probe::default(), Arc::new(AtomicBool::new(false)));
        let (to_this, wakers) = mpsc::channel();
        let seen = ended.clone();
        let other = thread::spawn(move || {
            block_on(poll_fn(|context| {
                to_this.send(context.waker().clone()).unwrap();
                while !seen.load(SeqCst) {
                    thread::sleep(MS); // its waker is called during this poll
                }
                Poll::Ready(())
            }));
        });
        block_on(probe.after(1, |waker| {
            wakers.recv().unwrap().wake();
            probe.later(20 * MS, waker);
        }));
        ended.store(true, SeqCst);
        other.join().unwrap();
        assert_eq!(
            probe.polls(),
            2,
            "polls, while a future on another thread was woken: what is shared between two calls of block_on?"
        );
    });
}

#[test]
fn a_wake_while_the_thread_goes_to_sleep_is_not_lost() {
    within(
        Duration::from_secs(6),
        "the poll that answers a wake which came while the thread went to sleep. It was lost between two moves: the \
         thread's look and its sleep (can a wake come between them?), or the two moves of the wake (is the flag up \
         before the thread is told to look?)",
        || {
            let (sender, mut rounds, polls) = (Sender::new(), rounds(), Cell::new(0));
            let mut asked = 0;
            block_on(poll_fn(|context| {
                polls.set(polls.get() + 1);
                if rounds.next().is_none() {
                    return Poll::Ready(());
                }
                asked += 1;
                sender.wake_soon(context.waker().clone());
                sender.aim(sender.has_returned());
                Poll::Pending
            }));
            sender.wait();
            assert_eq!(
                polls.get(),
                asked + 1,
                "polls: one at the start, one for each wake"
            );
        },
    );
}
