//! What the exchange costs on each design. The page *One program, six loops* speaks of these numbers.

#![cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]

use six_loops::{Calls, Counts, Kind, counts};
use std::{path::Path, time::Duration};

/// The counts of a design, in the order of the table's columns.
#[track_caller]
fn costs(kind: Kind, loops: [u64; 3], allocations: u64, calls: [u64; 3]) {
    let [steps, wakes, turns] = loops;
    let [bytes, selector, other] = calls;
    let wanted = Counts {
        steps,
        wakes,
        turns,
        allocations,
        calls: Calls {
            bytes,
            selector,
            other,
        },
    };
    let server = Path::new(env!("CARGO_BIN_EXE_six-loops"));
    let counted = testkit::within(Duration::from_secs(60), "the exchange", move || {
        counts(server, kind).expect("it can be traced")
    });
    assert_eq!(counted, wanted, "{kind:?}");
}

#[test]
fn a_blocking_thread_makes_the_five_calls_and_closes() {
    costs(Kind::Blocking, [0, 0, 0], 0, [5, 0, 1]);
}

#[test]
fn callbacks_run_once_for_each_thing_that_happens() {
    costs(Kind::Callbacks, [3, 3, 3], 14, [5, 17, 2]);
}

#[test]
fn a_task_on_callbacks_takes_two_turns_for_each_of_its_five_waits() {
    costs(Kind::Task, [6, 5, 11], 75, [5, 65, 2]);
}

#[test]
fn a_task_that_asks_takes_one_turn_for_each_of_its_three_waits() {
    costs(Kind::Requests, [4, 3, 4], 25, [5, 26, 2]);
}

#[test]
fn a_task_that_tries_is_never_woken_and_tries_as_often_as_the_client_lets_it() {
    costs(Kind::RoundRobin, [28, 0, 28], 23, [32, 0, 3]);
}

#[test]
fn a_task_with_a_waker_registers_once_and_tries_before_it_waits() {
    costs(Kind::Wakers, [4, 3, 5], 13, [7, 7, 2]);
}
