//! The whole loop, with a clock and a selector of the explorer's: no task is left behind, whatever comes and when.

use explorer::{Report, explore};
use races::loops::{self, Loop};
use races::programs::{Parts, whole_loop};

/// Two bytes come, the reader may be stopped, and a sleeper wakes up. A byte may come just at its deadline.
const ALL: Parts = Parts {
    bytes: 2,
    sleeper: true,
    stop: true,
    helper: false,
    together: true,
    error: false,
};

/// The reader alone.
const READER: Parts = Parts {
    sleeper: false,
    stop: false,
    ..ALL
};

/// A task that another thread wakes, and a sleeper.
const HELPER: Parts = Parts {
    bytes: 0,
    stop: false,
    helper: true,
    ..ALL
};

fn report(file: Loop, parts: Parts) -> Report {
    explore(|chooser| whole_loop(file, parts, chooser))
}

/// The number of orders, and how many of them go wrong.
fn counts(report: &Report) -> (usize, usize) {
    (report.orders, report.lost)
}

/// The end of the shortest order that goes wrong.
fn end(report: &Report) -> &str {
    let shortest = report.shortest.as_ref().expect("an order that goes wrong");
    shortest.end.as_ref().expect_err("it goes wrong")
}

#[test]
fn a_reader_a_stop_and_a_sleeper_are_never_left_behind() {
    let one = Parts { bytes: 1, ..ALL };
    let apart = Parts {
        together: false,
        ..one
    };
    for (parts, orders) in [(READER, 12), (apart, 43), (one, 56), (ALL, 326)] {
        let report = report(loops::WHOLE_LOOP, parts);
        assert_eq!(counts(&report), (orders, 0), "{parts:?}: {report}");
    }
}

#[test]
fn a_thread_that_wakes_a_task_at_any_moment_ends_the_sleep() {
    for (parts, orders) in [(HELPER, 13), (Parts { bytes: 1, ..HELPER }, 95)] {
        let report = report(loops::WHOLE_LOOP, parts);
        assert_eq!(counts(&report), (orders, 0), "{parts:?}: {report}");
    }
}

/// A byte, a sleeper, and a selector that fails once.
const ERROR: Parts = Parts {
    bytes: 1,
    stop: false,
    error: true,
    ..ALL
};

#[test]
fn no_task_is_left_behind_when_the_selector_fails() {
    let all = Parts { error: true, ..ALL };
    for (parts, orders) in [(ERROR, 49), (all, 3700)] {
        let report = report(loops::WHOLE_LOOP, parts);
        assert_eq!(counts(&report), (orders, 0), "{parts:?}: {report}");
    }
}

#[test]
fn a_loop_that_gathers_all_wakers_first_loses_a_sleeper_when_the_selector_fails() {
    let report = report(loops::GATHERS_THEN_WAKES, ERROR);
    assert_eq!(counts(&report), (49, 5), "{report}");
    let end = end(&report);
    assert_eq!(end, "the loop sleeps, and the sleeper’s time has come");
    let without = Parts {
        error: false,
        ..ERROR
    };
    assert_eq!(self::report(loops::GATHERS_THEN_WAKES, without).lost, 0);
}

#[test]
fn a_loop_that_sleeps_when_a_task_is_ready_fails_at_once() {
    let report = report(loops::SLEEPS_WHEN_READY, READER);
    assert_eq!(counts(&report), (1, 1), "{report}");
    assert_eq!(end(&report), "the loop sleeps, and the reader has not read");
}

#[test]
fn a_loop_that_looks_before_it_parks_sleeps_though_a_thread_has_woken_a_task() {
    let report = report(loops::LOOKS_THEN_PARKS, HELPER);
    assert_eq!(counts(&report), (13, 1), "{report}");
    assert_eq!(end(&report), "the loop sleeps, and the helper was woken");
    // Without another thread nothing happens between the look and the sleep.
    let alone = self::report(loops::LOOKS_THEN_PARKS, ALL);
    assert_eq!(counts(&alone), (326, 0), "{alone}");
}

#[test]
fn a_loop_that_forgets_deadlines_sleeps_forever_in_every_order() {
    let report = report(loops::FORGETS_DEADLINES, ALL);
    assert_eq!(counts(&report), (122, 122), "{report}");
    assert_eq!(end(&report), "the loop sleeps forever");
}

#[test]
fn a_loop_that_runs_until_it_is_idle_does_not_look_at_sockets_between_two_polls() {
    let report = report(loops::RUNS_UNTIL_IDLE, READER);
    assert_eq!(counts(&report), (9, 9), "{report}");
    let end = end(&report);
    assert_eq!(
        end,
        "the reader is polled twice without a look at the sockets between"
    );
}

#[test]
fn a_loop_that_wakes_sleepers_last_loses_none_but_turns_more_often() {
    let report = report(loops::EXPIRES_LATE, ALL);
    assert_eq!(counts(&report), (419, 0), "{report}");
    let turns = |file: Loop| {
        let orders = explorer::orders(|chooser| whole_loop(file, ALL, chooser));
        orders.map(|order| order.steps.len()).max()
    };
    assert!(turns(loops::EXPIRES_LATE) > turns(loops::WHOLE_LOOP));
}

#[test]
fn an_edge_that_no_task_waits_for_must_be_remembered() {
    let report = report(loops::FORGETS_EDGES, READER);
    assert_eq!(counts(&report), (12, 8), "{report}");
    assert_eq!(end(&report), "the loop sleeps, and the reader has not read");
}

#[test]
fn two_bytes_may_be_one_edge() {
    let report = report(loops::ONE_TRY_AN_EDGE, READER);
    assert_eq!(counts(&report), (12, 3), "{report}");
    assert_eq!(end(&report), "the loop sleeps, and the reader has not read");
}

#[test]
fn some_mistakes_are_invisible_to_a_reader_of_one_byte() {
    let one = Parts { bytes: 1, ..ALL };
    for file in [loops::FORGETS_EDGES, loops::ONE_TRY_AN_EDGE] {
        assert_eq!(report(file, one).lost, 0, "{file:?}");
    }
}
