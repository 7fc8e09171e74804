//! Sleeps of any length.

mod support;

use stage06::combine::timeout;
use stage06::runtime::{Runtime, sleep, spawn, yield_now};
use std::time::{Duration, Instant};
use support::promptly;

#[test]
fn the_longest_sleep_has_no_end_and_holds_up_no_other() {
    promptly("the shorter sleep", || {
        Runtime::new().unwrap().block_on(async {
            let longest = spawn(sleep(Duration::MAX));
            sleep(Duration::from_millis(5)).await;
            assert!(!longest.is_finished());
            let too_late = timeout(Duration::MAX, yield_now()).await;
            assert_eq!(too_late, Some(()), "a limit that is none");
        });
    });
}

#[test]
fn a_sleep_of_no_time_lets_the_others_run_once() {
    promptly("the sleep", || {
        Runtime::new().unwrap().block_on(async {
            let other = spawn(async {});
            sleep(Duration::ZERO).await;
            assert!(other.is_finished());
        });
    });
}

// 2^32 ms is a wait of no time for a selector that counts in 32 bits, and 2^31 ms a wait without end.
#[test]
#[cfg(target_os = "linux")] // only there a thread can be asked how busy it was
fn a_deadline_in_weeks_does_not_keep_the_loop_busy() {
    promptly("the end of the wait", || {
        let weeks = Duration::from_millis(1 << 32);
        let busy = testkit::cpu_time();
        Runtime::new().unwrap().block_on(async {
            // From another thread, so that the far deadline is the only one.
            let mut far = std::pin::pin!(sleep(weeks + Duration::from_millis(150)));
            let (wake, woken) = futures::channel::oneshot::channel();
            let thread = std::thread::spawn(|| {
                std::thread::sleep(Duration::from_millis(200)); // this is how long it waits
                wake.send(()).unwrap();
            });
            futures::future::select(&mut far, woken).await;
            thread.join().unwrap();
        });
        let busy = testkit::cpu_time() - busy;
        assert!(busy < Duration::from_millis(50), "busy for {busy:?}");
    });
}

#[test]
fn a_sleep_never_ends_early() {
    promptly("the sleeps", || {
        Runtime::new().unwrap().block_on(async {
            for micros in [1, 100, 999, 1001, 3000] {
                let (begin, time) = (Instant::now(), Duration::from_micros(micros));
                sleep(time).await;
                assert!(begin.elapsed() >= time);
            }
        });
    });
}
