//! Bugs that other projects have had, rebuilt small from their public reports. Each test states the promise, and nothing else.

use explorer::Verdict;

mod notify;
mod semaphore;
mod shared;

/// Asserts that an order fails, for this reason, and how many were tried until then.
fn found(verdict: Verdict, after: usize, why: &str) {
    let failure = verdict.failure.expect("an order fails");
    println!("{failure}");
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
