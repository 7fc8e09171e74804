//! The solution of s6e4 is the stage's own file: `src/timers.rs`.
use stage06::timers::*;

#[path = "../exercises/tests/e4_timers.rs"]
mod tests;
