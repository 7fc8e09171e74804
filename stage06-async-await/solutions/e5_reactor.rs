//! The solution of s6e5 is the stage's own file: `src/reactor.rs`.
use stage06::reactor::*;

#[path = "../exercises/tests/e5_reactor.rs"]
mod tests;
