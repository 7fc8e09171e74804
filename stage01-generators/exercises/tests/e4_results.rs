//! The provided tests of s1e4 that are about results of any value.

use super::*;
use std::panic::{AssertUnwindSafe, catch_unwind};

#[test]
fn a_result_of_zero_is_a_result() {
    within(Duration::from_secs(2), "a turn of two children", || {
        let log = Log::default();
        let child = |name, base| Child {
            name,
            base,
            turns: 2,
            at_nudge: Does::Raises,
            at_exit: Does::Raises,
            ended: false,
            log: log.clone(),
        };
        let mut pair = Both::new(child("first", -2), child("second", 5));
        drive(&mut pair, 3); // in the third, the first child returns 0
        let firsts = || {
            let log = log.borrow();
            log.iter().filter(|line| line.starts_with("first")).count()
        };
        let resumed = firsts();
        let next = catch_unwind(AssertUnwindSafe(|| drive(&mut pair, 1)));
        assert!(
            next.is_ok() && firsts() == resumed,
            "the first child has returned 0, which is a result like any other: it is not to be resumed again"
        );
    });
}
