//! Exercise s6e6: your runtime. You write `your_runtime.rs`, which joins the parts.
//!
//! Each line below names the file of one part: the stage's, or, if you like, your own of an earlier exercise.
//!
//! Run the tests: `cargo test --test s6e6`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused, unreachable_pub, missing_debug_implementations)]

#[path = "../src/executor.rs"] // yours: "e2_queue.rs"
mod executor;
#[path = "../src/join.rs"] // yours: "e3_join.rs"
mod join;
#[path = "../src/reactor.rs"] // yours: "e5_reactor.rs"
mod reactor;
#[path = "your_runtime.rs"]
mod runtime;
#[path = "../src/timers.rs"] // yours: "e4_timers.rs"
mod timers;

// Given.
#[path = "../src/combine.rs"]
mod combine;
#[path = "../src/echo.rs"]
mod echo;
#[path = "../src/events.rs"]
mod events;
#[path = "../src/net.rs"]
mod net;
#[path = "../src/panic.rs"]
mod panic;
#[path = "../src/sync.rs"]
mod sync;

#[path = "tests/e6_runtime.rs"]
mod tests;
