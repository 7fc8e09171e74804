//! Two threads that wake the same task, in every order of their operations.

use super::*;

#[test]
fn wakes_by_two_threads_in_the_same_moment_are_one_poll() {
    within(Duration::from_secs(20), "the wakes by two threads", || {
        let verdict = explorer::check(|world| {
            let (executor, probe) = (Executor::new(|| ()), Probe::default());
            executor.spawn(probe.ready_at(9));
            run(&executor);
            for name in ["left", "right"] {
                let waker = probe.waker();
                world.thread(name, move || waker.wake());
            }
            world.at_end(move || {
                run(&executor);
                run(&executor);
                assert_eq!(
                    probe.polls(),
                    2,
                    "polls of a task: the first, and one for the wakes by two threads at once. Can both find the flag down \
                     before one of them raises it?"
                );
            });
        });
        if unseen::is(&verdict) {
            unseen::two_wakes();
        }
    });
}
