//! The full runtime's own `inject.rs`, `scheduled.rs`, `waker.rs` and `park.rs`: a loop whose tasks other threads wake. It
//! parks its thread, or sleeps in the selector once there is one.

#[macro_use]
mod checks;

core!(core: "inject" "scheduled" "park" one_wake, two_wakes, two_threads, two_tasks, listener, deadline, selector, late);
core!(looks_once: "inject" "scheduled" "park" #[should_panic(expected = "deadlock")] listener_without_a_second_look);
core!(
    parks_unlooked: "parks_unlooked" "scheduled" "park"
    #[should_panic(expected = "deadlock")]
    one_wake
);
core!(
    parks_after_look: "parks_after_look" "scheduled" "park"
    #[should_panic(expected = "deadlock")]
    one_wake
);
core!(
    asks_before_push: "asks_before_push" "scheduled" "park"
    #[should_panic(expected = "deadlock")]
    one_wake
);
core!(
    keeps_what_is_late: "keeps_what_is_late" "scheduled" "park"
    #[should_panic(expected = "no message is kept")]
    late
);
core!(
    unparks_the_thread_always: "inject" "scheduled" "unparks_the_thread_always"
    #[should_panic(expected = "deadlock")]
    selector
);
// Wrong by their memory orders alone.
core!(
    flag_cleared_by_store: "inject" "flag_cleared_by_store" "park"
    #[cfg_attr(not(feature = "shuttle"), should_panic(expected = "deadlock"))]
    two_threads
);
core!(
    flag_without_order: "inject" "flag_without_order" "park"
    #[cfg_attr(not(feature = "shuttle"), should_panic(expected = "deadlock"))]
    two_threads
);
