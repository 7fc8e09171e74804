//! The solution of s6e8 is the stage's own file: `src/select.rs`.
use stage06::select::*;

#[path = "../exercises/tests/e8_select.rs"]
mod tests;
