//! The solution of s6e1 is the stage's own file: `src/block_on.rs`.
use stage06::block_on::*;

#[path = "../exercises/tests/e1_block_on.rs"]
mod tests;
