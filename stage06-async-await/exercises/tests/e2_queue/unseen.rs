//! The same two races on real threads, for an answer that keeps std's types. The explorer sees none of their operations, so
//! it cannot try their orders.

use super::sender::{Sender, rounds};
use super::*;
use explorer::Verdict;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::task::Wake;

/// True if the explorer has seen no operation between the beginning and the end of a thread.
pub(super) fn is(verdict: &Verdict) -> bool {
    verdict.orders == 1
}

/// Wakes all of these tasks. Two threads that do this at once overtake each other again and again.
struct All(Vec<Waker>);

impl Wake for All {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.iter().for_each(Waker::wake_by_ref);
    }
}

/// Two threads wake two hundred tasks.
pub(super) fn two_wakes() {
    let executor = Executor::new(|| ());
    let (sender, probes) = (Sender::new(), [(); 200].map(|()| Probe::default()));
    for probe in &probes {
        executor.spawn(probe.ready_at(u32::MAX));
    }
    run(&executor);
    let all = Arc::new(All(probes.iter().map(Probe::waker).collect()));
    for round in rounds() {
        sender.wake_soon(all.clone().into());
        all.wake_by_ref();
        sender.aim(sender.has_returned());
        sender.wait();
        run(&executor);
        run(&executor);
        let polls = || probes.iter().map(Probe::polls);
        assert_eq!(
            (polls().min(), polls().max()),
            (Some(round + 1), Some(round + 1)),
            "the fewest and the most polls of a task: one more for each wake by two threads at once. Can both find \
             the flag down before one of them raises it?"
        );
    }
}

/// A thread wakes a task while the loop goes to sleep.
pub(super) fn wakes_on_the_way_to_sleep() {
    let unparks = Arc::new(AtomicU32::new(0));
    let count = unparks.clone();
    let executor = Executor::new(move || {
        count.fetch_add(1, SeqCst);
    });
    let (sender, probe) = (Sender::new(), Probe::default());
    executor.spawn(probe.ready_at(u32::MAX));
    run(&executor);
    for round in rounds() {
        let before = unparks.load(SeqCst);
        sender.wake_soon(probe.waker());
        let sleeps = executor.begin_park();
        sender.aim(!sleeps);
        if !sleeps {
            run(&executor); // perhaps while the call of the waker goes on
        }
        sender.wait();
        let unparks = unparks.load(SeqCst) - before;
        executor.end_park();
        run(&executor);
        assert!(
            probe.polls() > round,
            "wake {round} was lost: no queue has the task. Between which two moves? If a sender pushes the task and \
             then raises the flag, the task may be polled in between, and the flag stays up"
        );
        assert_eq!(
            probe.polls(),
            round + 1,
            "polls: the first, and one for each wake"
        );
        assert!(
            !sleeps || unparks == 1,
            "wake {round} came while the loop went to sleep, and has called unpark {unparks} times. It was lost \
             between two moves: the loop's look into the queue and its note that it sleeps, or the sender's look \
             at that note and its push"
        );
    }
}
