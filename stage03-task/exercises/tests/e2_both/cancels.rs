//! The one that waits for both is cancelled.

use super::*;

#[test]
fn while_it_waits_the_loop_has_nothing_to_do() {
    check(|family| {
        assert!(
            family.event_loop.is_idle(),
            "both children wait, and the loop is kept busy"
        );
        family.a.set_result(1).expect("set once");
        family.turns();
        assert!(
            family.event_loop.is_idle(),
            "the second child waits, and the loop is kept busy"
        );
    });
}

#[test]
fn when_it_is_cancelled_so_are_both() {
    check(|family| {
        family.task.cancel();
        family.turns();
        assert_eq!(
            family.ended(),
            "a is cancelled, b is cancelled",
            "their parent was cancelled while it waited"
        );
        assert_eq!(
            family.result(),
            "Some(Err(Cancelled))",
            "the parent was cancelled"
        );
    });
}

#[test]
fn when_it_is_cancelled_while_it_waits_for_the_second_so_is_the_second() {
    check(|family| {
        family.a.set_result(1).expect("set once");
        family.turns();
        family.task.cancel();
        family.turns();
        assert_eq!(
            (family.ended().as_str(), family.result().as_str()),
            ("a has 1, b is cancelled", "Some(Err(Cancelled))"),
            "the first child had returned when their parent was cancelled"
        );
    });
}
