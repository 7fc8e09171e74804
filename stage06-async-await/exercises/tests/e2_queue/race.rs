//! Two threads that wake the same tasks.

use super::sender::{Sender, rounds};
use super::*;
use std::sync::Arc;
use std::task::Wake;

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

#[test]
fn wakes_by_two_threads_in_the_same_moment_are_one_poll() {
    within(Duration::from_secs(6), "the wakes by two threads", || {
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
    });
}
