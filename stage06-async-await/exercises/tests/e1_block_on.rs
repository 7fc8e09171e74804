//! The provided tests of s6e1. They call `block_on(future)` and nothing else.

use super::block_on;
use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::mpsc;
use std::task::{Poll, Waker};
use std::thread;
use std::time::Duration;
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

    /// An event on another thread after some time, and its wake. Meanwhile this thread is unparked once, as any code
    /// may do for reasons of its own.
    fn later(&self, time: Duration, waker: &Waker) {
        let (probe, waker) = (self.clone(), waker.clone());
        thread::spawn(move || {
            thread::sleep(time); // this is how long the future waits
            probe.events.fetch_add(1, SeqCst);
            waker.wake();
        });
        thread::current().unpark();
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
fn one_wake_from_another_thread_is_one_poll() {
    check("the poll that answers a wake from another thread", || {
        let probe = Probe::default();
        let output = block_on(probe.after(1, |waker| probe.later(20 * MS, waker)));
        assert_eq!(output, 42, "what the future returns");
        assert_eq!(
            probe.polls(),
            2,
            "polls: one at the start, one for the wake; an unpark from elsewhere is no wake"
        );
    });
}

#[test]
fn each_wake_from_another_thread_is_one_poll() {
    check("the poll that answers the third wake", || {
        let probe = Probe::default();
        block_on(probe.after(3, |waker| probe.later(20 * MS, waker)));
        assert_eq!(
            probe.polls(),
            4,
            "polls: one at the start, one for each of three wakes"
        );
    });
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
            "polls: fifty of the unparks came from elsewhere, and none was a wake"
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
            "polls of the second future: the late wake was for the first"
        );
    });
}

#[test]
fn while_the_future_waits_the_thread_sleeps() {
    check("the end of a wait of 200 ms", || {
        let probe = Probe::default();
        #[cfg(target_os = "linux")] // only there a thread can be asked how busy it was
        let (busy, naps) = (testkit::cpu_time(), testkit::naps());
        block_on(probe.after(1, |waker| probe.later(200 * MS, waker)));
        #[cfg(target_os = "linux")]
        {
            let (busy, naps) = (testkit::cpu_time() - busy, testkit::naps() - naps);
            assert!(
                busy < 50 * MS,
                "in 200 ms of waiting the thread was busy for {busy:?}"
            );
            assert!(
                naps < 15,
                "in 200 ms of waiting the thread woke up {naps} times, to look"
            );
        }
        assert_eq!(
            probe.polls(),
            2,
            "polls: one at the start, one after 200 ms of waiting"
        );
    });
}

#[test]
fn a_wake_during_the_poll_is_answered() {
    check("the poll that answers a wake during the poll", || {
        let probe = Probe::default();
        block_on(probe.after(1, |waker| {
            probe.now(waker);
            take_token();
        }));
        assert_eq!(
            probe.polls(),
            2,
            "polls: one at the start, one for the wake"
        );
    });
}

#[test]
fn a_wake_by_another_thread_during_the_poll_is_answered() {
    check("the poll after a receipt that came during the poll", || {
        let probe = Probe::default();
        block_on(probe.after(1, |waker| {
            let (worker, waker) = (probe.clone(), waker.clone());
            let (sender, receipt) = mpsc::channel();
            thread::spawn(move || {
                worker.now(&waker);
                thread::sleep(5 * MS);
                sender.send("received")
            });
            receipt.recv().unwrap(); // sleeps by `park`, so the token is gone
            take_token();
        }));
        assert_eq!(
            probe.polls(),
            2,
            "polls: one at the start, one for the wake"
        );
    });
}

#[test]
fn wakes_during_each_of_four_polls_are_answered() {
    check("the poll that answers the fourth wake", || {
        let probe = Probe::default();
        block_on(probe.after(4, |waker| {
            probe.now(waker);
            take_token();
        }));
        assert_eq!(
            probe.polls(),
            5,
            "polls: one at the start, one for each wake"
        );
    });
}

#[test]
fn a_clone_of_the_waker_wakes_when_the_others_are_gone() {
    check("the poll that answers a wake by a clone", || {
        let probe = Probe::default();
        block_on(probe.after(1, |waker| {
            let (clone, other) = (waker.clone(), waker.clone());
            drop(other); // gives up, and wakes nothing
            let probe = probe.clone();
            thread::spawn(move || {
                probe.events.fetch_add(1, SeqCst);
                let last = clone.clone();
                last.wake();
            })
            .join()
            .unwrap();
            take_token();
        }));
        assert_eq!(
            probe.polls(),
            2,
            "polls: one at the start, one for the wake"
        );
    });
}

#[test]
fn two_threads_run_a_future_each() {
    check("the end of both futures", || {
        let threads = [1, 2].map(|n| {
            thread::spawn(move || {
                let probe = Probe::default();
                let output = block_on(async {
                    let wakes = probe.after(n, |waker| {
                        probe.now(waker);
                        take_token();
                    });
                    n * wakes.await
                });
                (output, probe.polls())
            })
        });
        let results = threads.map(|thread| thread.join().unwrap());
        assert_eq!(
            results,
            [(42, 2), (84, 3)],
            "output and polls of both: what is shared between two calls of block_on?"
        );
    });
}
