//! The glossary.

use crate::sees;
use book::{
    glossary,
    page::{Page, root},
};

/// All words that are needed, each on a page that says them.
const NEEDED: &str = "\
non-blocking, handle, leaf, guard, waker
: Said on [A](stage01/a.md)

stale, edge, readiness, interleaving
: Said on [A](stage01/a.md)
";

/// What is said of a glossary with this entry, besides the words that are needed.
fn problems(entry: &str) -> Vec<String> {
    let page = Page {
        path: root().join("book/src/stage01/a.md"),
        text: "Non-blocking is stale. Parking is not.".into(),
    };
    let names = "`send`\n: Python's names need no page.\n";
    let text = format!("# Glossary\n\n{names}\n## Words\n\n{NEEDED}\n{entry}");
    glossary::problems(&text, &[page])
}

#[test]
fn a_good_glossary_is_no_problem() {
    assert_eq!(
        problems("to park\n: To sleep. [A](stage01/a.md)\n"),
        [""; 0]
    );
}

#[test]
fn a_word_that_is_there_twice_or_has_no_page_is_seen() {
    sees(
        &problems("stale\n: Again. [A](stage01/a.md)\n"),
        "has stale twice",
    );
    sees(&problems("turn\n: One pass.\n"), "says of turn no page");
}

#[test]
fn a_page_that_does_not_say_the_word_is_seen() {
    sees(
        &problems("turn\n: One pass. [A](stage01/a.md)\n"),
        "sends a reader for turn to stage01/a.md",
    );
    sees(
        &problems("turn\n: One pass. [B](stage01/b.md)\n"),
        "sends a reader for turn to stage01/b.md",
    );
}

#[test]
fn a_word_that_every_reader_needs_and_that_is_missing_is_seen() {
    let missing = glossary::problems("# Glossary\n\n## Words\n", &[]);
    assert!(
        missing.contains(&"the glossary lacks readiness".to_string()),
        "{missing:?}"
    );
}
