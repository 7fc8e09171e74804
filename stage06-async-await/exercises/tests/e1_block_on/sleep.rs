//! Between two polls the thread sleeps, until a wake.

use super::*;

#[test]
fn while_the_future_waits_the_thread_sleeps() {
    check("the end of a wait of 200 ms", || {
        let probe = Probe::default();
        let begin = Instant::now();
        #[cfg(target_os = "linux")] // only there a thread can be asked how busy it was
        let (awake, naps) = (testkit::awake_time(), testkit::naps());
        block_on(probe.after(1, |waker| probe.later(200 * MS, waker)));
        let waited = begin.elapsed();
        assert!(waited >= 200 * MS, "it did not wait: {waited:?}");
        #[cfg(target_os = "linux")]
        {
            let (awake, naps) = (testkit::awake_time() - awake, testkit::naps() - naps);
            assert!(
                awake < waited * 4 / 5,
                "in {waited:?} of waiting the thread was busy for {awake:?}"
            );
            assert!(
                naps < 15,
                "in {waited:?} of waiting the thread woke up {naps} times, to look"
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
fn a_wake_ends_the_sleep() {
    check(
        "the poll that answers a wake of a thread that sleeps",
        || {
            for time in [3 * MS, 40 * MS] {
                let (called, slow) = (Arc::new(Mutex::new(Instant::now())), Cell::new(None));
                let mut rounds = 0..5;
                block_on(poll_fn(|context| {
                    if rounds.start > 0 {
                        let late = called.lock().unwrap().elapsed();
                        slow.set(Some(slow.get().unwrap_or(late).min(late)));
                    }
                    if rounds.next().is_none() {
                        return Poll::Ready(());
                    }
                    let (called, waker) = (called.clone(), context.waker().clone());
                    thread::spawn(move || {
                        thread::sleep(time); // until the other thread sleeps
                        *called.lock().unwrap() = Instant::now();
                        waker.wake();
                    });
                    Poll::Pending
                }));
                let quickest = slow.get().expect("it was polled");
                assert!(
                    quickest < 10 * MS,
                    "the quickest of five polls came {quickest:?} after its wake. The thread had slept for {time:?}: does \
                 the wake end its sleep, or does it wake up now and then, to look?"
                );
            }
        },
    );
}
