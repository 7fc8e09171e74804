//! Every check of the echo suite rejects a server with the fault that it is for, by the right symptom.

#[path = "servers/designs.rs"]
mod designs;
#[path = "servers/faulty.rs"]
mod faulty;
#[path = "servers/turns.rs"]
mod turns;

use std::panic::catch_unwind;
use testkit::echo::{
    Serve, Suite,
    Symptom::{self, *},
};

/// Fails unless the suite rejects `serve` in `check` by `symptom`.
fn rejected(serve: Serve, check: &str, symptom: Symptom) {
    Suite::new("faulty", serve)
        .only(check)
        .cannot(check, symptom)
        .run();
}

/// A test for each fault: the server, the check that rejects it, and what its clients see.
macro_rules! faults {
    ($($server:ident: $check:literal, $symptom:ident;)*) => {$(
        #[test]
        fn $server() {
            rejected(faulty::$server, $check, $symptom);
        }
    )*};
}

faults! {
    keeps_the_descriptor: "descriptors come back", Leaks;
    keeps_its_listener: "descriptors come back", Leaks;
    never_stops: "clean stop", DoesNotStop;
    waits_for_its_clients: "clean stop", DoesNotStop;
    leaves_its_clients: "clean stop", NoEnd;
    stops_with_an_error: "clean stop", StopsWithError;
    one_at_a_time: "many clients at once", NoAnswer;
    has_a_largest_message: "a megabyte each way", CutOff;
    sends_the_whole_buffer: "pieces of odd sizes", WrongBytes;
    never_flushes: "single bytes", NoAnswer;
    waits_for_lines: "single bytes", NoAnswer;
    drops_the_tail: "half-close", CutOff;
    keeps_the_connection: "half-close", NoEnd;
    greets: "nothing unasked", Unsolicited;
    answers_the_end_for_ever: "nothing unasked", Unsolicited;
    ignores_partial_writes: "slow reader", Missing;
    hangs_up_when_full: "slow reader", CutOff;
    has_an_unbounded_queue: "a client that never reads", Unbounded;
    waits_for_one_client: "a client that never reads", NoAnswer;
    expects_a_first_byte: "connects and leaves", Died;
    dies_of_a_reset: "reset mid-stream", Died;
    panics: "reset mid-stream", Died;
    removes_the_wrong_client: "reset beside others", CutOff;
    never_waits: "idle clients cost nothing", Spins;
}

#[cfg(unix)] // elsewhere the address of a client that has left is still known
faults! {
    logs_addresses: "reset before accept", Died;
}

#[test]
#[should_panic(expected = "it passes")]
fn what_a_server_can_do_must_not_be_called_impossible() {
    rejected(designs::a_thread_each, "many clients at once", NoAnswer);
}

#[test]
#[should_panic(expected = "stated: some bytes never came back")]
fn another_symptom_than_the_stated_one_is_a_failure() {
    rejected(faulty::one_at_a_time, "many clients at once", Missing);
}

#[test]
#[should_panic(expected = "no check is called `many client`")]
fn a_misspelt_check_is_refused() {
    rejected(designs::a_thread_each, "many client", NoAnswer);
}

#[test]
fn a_server_must_stop_after_every_check() {
    rejected(faulty::never_stops, "many clients at once", DoesNotStop);
}

#[test]
fn all_failing_checks_are_reported() {
    let suite = Suite::new("good", designs::a_thread_each)
        .cannot("many clients at once", NoAnswer)
        .cannot("single bytes", NoAnswer);
    let panic = catch_unwind(|| suite.run()).expect_err("the good server passes both");
    let report = panic.downcast::<String>().expect("a report");
    assert!(report.contains("`good` is not as stated in 2 of its checks"));
    assert!(report.contains("\nmany clients at once\n") && report.contains("\nsingle bytes\n"));
}
