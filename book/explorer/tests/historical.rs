//! Bugs that other projects have had are found, and their fixes pass. Each test states the promise, and nothing else.

use explorer::{Check, Verdict};

#[path = "../examples/historical/notify.rs"]
mod notify;
#[path = "../examples/historical/semaphore.rs"]
mod semaphore;
#[path = "../examples/historical/shared.rs"]
mod shared;

/// Asserts that an order fails, for this reason, and how many were tried until then.
fn found(verdict: Verdict, after: usize, why: &str) {
    let failure = verdict.failure.expect("an order fails");
    assert_eq!(failure.found, after, "{failure}");
    assert!(failure.why().contains(why), "{failure}");
}

/// Asserts that these are all orders, and that none fails.
fn passes(verdict: Verdict, orders: usize) {
    if let Some(failure) = &verdict.failure {
        panic!("{failure}");
    }
    assert!(verdict.complete, "{verdict}");
    assert_eq!(verdict.orders, orders);
}

#[test]
fn a_permit_is_lost_with_the_task_that_was_woken_for_it() {
    found(
        Check::new().run(semaphore::promise(false)),
        19,
        "nothing is left that could wake it",
    );
}

#[test]
fn a_task_that_is_cancelled_passes_its_wake_on() {
    passes(Check::new().run(semaphore::promise(true)), 1_278);
}

#[test]
fn a_wake_during_the_poll_of_another_clone_is_lost() {
    found(
        Check::new().run(shared::promise(false)),
        21,
        "second is parked at",
    );
}

#[test]
fn a_wake_during_the_poll_is_remembered_until_its_end() {
    passes(Check::new().run(shared::promise(true)), 2_793);
}

#[test]
fn a_permit_that_comes_between_the_load_and_the_store_is_lost() {
    found(
        Check::new().run(notify::promise(false)),
        35,
        "waiter has waited",
    );
}

#[test]
fn a_permit_is_kept_if_the_call_is_counted_in_one_step() {
    passes(Check::new().run(notify::promise(true)), 1_610);
}
