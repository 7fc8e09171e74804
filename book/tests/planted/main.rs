//! Each checker sees the fault that it exists for.

mod code;
mod consoles;
mod diffs;
mod exercises;
mod frame;
mod glossary;
mod hours;
mod pages;
mod predictions;
mod replays;
mod site;

use book::page::{Page, root};
use std::path::PathBuf;

/// A page of the book that says `text`.
fn page(text: &str) -> Page {
    Page {
        path: root().join("book/src/stage01/planted.md"),
        text: text.to_string(),
    }
}

/// The folder that the tests may write to.
fn scratch() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
}

/// A page beside the files in [`scratch`].
fn scratch_page(text: &str) -> Page {
    Page {
        path: scratch().join("planted.md"),
        text: text.to_string(),
    }
}

#[track_caller]
fn sees(problems: &[String], words: &str) {
    assert_eq!(
        problems.len(),
        1,
        "one problem, which is {words:?}: {problems:?}"
    );
    assert!(problems[0].contains(words), "{words:?} in {problems:?}");
}
