//! The book's truths: everything it shows is compiled, run and compared.
//!
//! The checkers stand here; `tests/truths` turns them on the book, and `tests/planted` shows that each of them sees the fault
//! that it exists for. A checker gives a list of problems, each a sentence that names a file.

mod about;
mod binaries;
pub mod chapters;
pub mod code;
pub mod console;
pub mod diffs;
pub mod exercises;
pub mod frame;
pub mod glossary;
pub mod hints;
pub mod hours;
pub mod includes;
pub mod judge;
pub mod normal;
pub mod outcome;
pub mod page;
pub mod picture;
pub mod predictions;
pub mod programs;
pub mod quotes;
pub mod recorded;
pub mod replay;
pub mod served;
pub mod site;
pub mod stubs;
pub mod theme;
pub mod workspace;
pub mod wrong_answers;

/// The Rust blocks that are written by hand in the book, as doctests.
#[cfg(doctest)]
mod blocks {
    #[doc = include_str!("../src/stage01/pause.md")]
    mod pause {}
    #[doc = include_str!("../src/stage01/compiler.md")]
    mod compiler {}
    #[doc = include_str!("../src/stage02/future.md")]
    mod future {}
    #[doc = include_str!("../src/stage03/task.md")]
    mod task {}
    #[doc = include_str!("../src/stage04/deadlock.md")]
    mod deadlock {}
    #[doc = include_str!("../src/stage06/async_block.md")]
    mod async_block {}
    #[doc = include_str!("../src/stage06/pin.md")]
    mod pin {}
    #[doc = include_str!("../src/clinic/explorer.md")]
    mod explorer {}
}
