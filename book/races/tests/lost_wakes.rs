//! The stage's files lose no wake in any order. Each broken twin loses one.

use explorer::{Report, explore};
use races::programs::{Wakes, Whose, executor, one_future, park_race, wake_during_poll};
use races::variants::{self, BlockOnFile, ExecutorFile};

/// The number of orders, and how many of them lose a wake.
fn counts(report: &Report) -> (usize, usize) {
    (report.orders, report.lost)
}

fn race(file: ExecutorFile) -> Report {
    explore(|chooser| park_race(file, 1, chooser))
}

fn poll(file: ExecutorFile, whose: Whose) -> Report {
    explore(|chooser| wake_during_poll(file, whose, chooser))
}

fn future(file: BlockOnFile, log: bool) -> Report {
    explore(|chooser| one_future(file, log, chooser))
}

#[test]
fn the_run_queue_loses_nothing_while_the_loop_goes_to_sleep() {
    let report = race(variants::EXECUTOR);
    assert_eq!(counts(&report), (4, 0), "{report}");
    assert_eq!(
        report.contended, 0,
        "the loop never wakes up only to wait for the lock"
    );
}

#[test]
fn two_ids_are_not_lost_either() {
    let report = explore(|chooser| park_race(variants::EXECUTOR, 2, chooser));
    assert_eq!(counts(&report), (32, 0), "{report}");
}

#[test]
fn looking_and_then_saying_so_loses_a_wake_in_one_order() {
    let report = race(variants::LOOKS_THEN_SAYS);
    assert_eq!(counts(&report), (5, 1), "{report}");
    let lost = report.shortest.expect("one order");
    let functions = lost.steps.iter().filter_map(|step| step.line.as_ref());
    let functions: Vec<_> = functions.map(|line| line.function.as_str()).collect();
    assert_eq!(functions, ["begin_park", "push", "begin_park", "park_race"]);
    assert_eq!(lost.end, Err("loop is parked forever".into()));
}

#[test]
fn never_looking_again_loses_a_wake_in_one_order() {
    let report = race(variants::NEVER_LOOKS);
    assert_eq!(counts(&report), (4, 1), "{report}");
}

#[test]
fn unparking_before_the_push_loses_a_wake_in_eight_orders() {
    let report = race(variants::UNPARKS_FIRST);
    assert_eq!(counts(&report), (21, 8), "{report}");
}

#[test]
fn unparking_under_the_lock_loses_nothing_but_makes_the_loop_wait() {
    let report = race(variants::UNPARKS_LOCKED);
    assert_eq!(counts(&report), (7, 0), "{report}");
    assert_eq!(
        report.contended, 3,
        "orders in which the loop woke up to wait for the lock"
    );
}

#[test]
fn a_wake_during_the_poll_is_never_lost() {
    let report = poll(variants::EXECUTOR, Whose::Polled);
    assert_eq!(counts(&report), (44, 0), "{report}");
    let report = poll(variants::EXECUTOR, Whose::Other);
    assert_eq!(counts(&report), (71, 0), "{report}");
}

#[test]
fn a_flag_that_is_cleared_after_the_poll_loses_a_wake_during_the_poll() {
    let report = poll(variants::CLEARS_LATE, Whose::Polled);
    assert_eq!(counts(&report), (44, 3), "{report}");
    // The other task wakes itself in its poll, and is lost in every order.
    let report = poll(variants::CLEARS_LATE, Whose::Other);
    assert_eq!(report.orders, report.lost, "{report}");
}

#[test]
fn a_queue_that_is_copied_and_cleared_loses_the_wake_of_another_task() {
    let report = poll(variants::DROPS_A_WAKE, Whose::Other);
    assert_eq!(counts(&report), (71, 3), "{report}");
}

#[test]
fn some_mistakes_are_invisible_to_a_program_that_is_too_small() {
    assert_eq!(race(variants::CLEARS_LATE).lost, 0);
    assert_eq!(race(variants::DROPS_A_WAKE).lost, 0);
    assert_eq!(poll(variants::DROPS_A_WAKE, Whose::Polled).lost, 0);
}

#[test]
fn the_executor_loses_no_wake_of_a_thread() {
    let [once, twice] = [1, 2].map(|each| Wakes {
        tasks: 1,
        senders: 1,
        each,
    });
    let report = explore(|chooser| executor(variants::EXECUTOR, once, chooser));
    assert_eq!(counts(&report), (13, 0), "{report}");
    let report = explore(|chooser| executor(variants::EXECUTOR, twice, chooser));
    assert_eq!(counts(&report), (598, 0), "{report}");
}

#[test]
fn the_executor_loses_no_wake_of_two_threads() {
    let wakes = Wakes {
        tasks: 1,
        senders: 2,
        each: 1,
    };
    let report = explore(|chooser| executor(variants::EXECUTOR, wakes, chooser));
    assert_eq!(counts(&report), (2_672, 0), "{report}");
}

#[test]
fn block_on_loses_no_wake_even_if_a_lock_in_its_future_takes_the_token() {
    assert_eq!(counts(&future(variants::BLOCK_ON, false)), (25, 0));
    assert_eq!(counts(&future(variants::BLOCK_ON, true)), (264, 0));
}

#[test]
fn without_the_flag_a_lock_in_the_future_takes_the_token_and_the_wake_is_lost() {
    let report = future(variants::PARKS_WITHOUT_FLAG, true);
    assert_eq!(counts(&report), (204, 60), "{report}");
    // As long as no other code parks, the token alone is enough.
    assert_eq!(
        counts(&future(variants::PARKS_WITHOUT_FLAG, false)),
        (14, 0)
    );
}

#[test]
fn unparking_before_the_flag_is_set_loses_the_wake() {
    let report = future(variants::UNPARKS_BEFORE_FLAG, false);
    assert_eq!(counts(&report), (50, 20), "{report}");
}
