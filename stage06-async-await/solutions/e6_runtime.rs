//! The solution of s6e6 is the stage's own file: `src/runtime.rs`. It is a module here, since `run_once` is not public.
#![allow(dead_code, unused, unreachable_pub, missing_debug_implementations)]

#[path = "../src/combine.rs"]
mod combine;
#[path = "../src/echo.rs"]
mod echo;
#[path = "../src/events.rs"]
mod events;
#[path = "../src/executor.rs"]
mod executor;
#[path = "../src/join.rs"]
mod join;
#[path = "../src/net.rs"]
mod net;
#[path = "../src/panic.rs"]
mod panic;
#[path = "../src/reactor.rs"]
mod reactor;
#[path = "../src/runtime.rs"]
mod runtime;
#[path = "../src/sync.rs"]
mod sync;
#[path = "../src/timers.rs"]
mod timers;

#[path = "../exercises/tests/e6_runtime.rs"]
mod tests;
