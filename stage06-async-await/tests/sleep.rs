//! Sleeps of any length.

mod support;

use stage06::combine::timeout;
use stage06::reactor::Reactor;
use stage06::runtime::{Runtime, sleep, spawn, yield_now};
use std::thread;
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

// A selector that counts milliseconds in 32 bits must not wrap around. Waits of years are an error on macOS.
#[test]
fn a_deadline_in_weeks_is_no_deadline_in_a_millisecond() {
    promptly("the end of the wait", || {
        let reactor = Reactor::new().unwrap();
        let unpark = reactor.unparker().unwrap();
        let (begin, wait) = (Instant::now(), Duration::from_millis(100));
        let thread = thread::spawn(move || {
            thread::sleep(wait); // this is how long it waits
            unpark();
            unpark // lives on: what is closed does not wake
        });
        reactor
            .poll(Some(Duration::from_millis((1 << 40) + 1)))
            .unwrap();
        assert!(begin.elapsed() >= wait, "it ended by itself");
        drop(thread.join());
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
