//! Includes, and Rust that is written by hand.

use crate::{page, sees};
use book::{includes, page::Page};

const FILE: &str = "../../../stage01-generators/src/coroutine.rs";
const LINK: &str = "../code/stage01.md#src/coroutine.rs";

/// A page that includes an item of the file whose link is `link`.
fn including(include: &str) -> Page {
    page(&format!(
        "[file]({LINK})\n\n```rs\n{{{{#include {include}}}}}\n```\n"
    ))
}

#[test]
fn a_good_include_is_no_problem() {
    assert_eq!(
        includes::problems(&including(&format!("{FILE}:Coroutine"))),
        [""; 0]
    );
}

#[test]
fn a_missing_file_is_seen() {
    sees(
        &includes::problems(&including("../../../stage01-generators/src/gone.rs:X")),
        "does not exist",
    );
}

#[test]
fn a_missing_page_is_seen() {
    sees(
        &includes::problems(&page("{{#include ../gone.md}}\n")),
        "does not exist",
    );
}

#[test]
fn a_missing_anchor_is_seen() {
    sees(
        &includes::problems(&including(&format!("{FILE}:Gone"))),
        "there is no `ANCHOR: Gone`",
    );
}

#[test]
fn an_anchor_that_does_not_hold_whole_items_of_its_name_is_seen() {
    let of = |text: &str| {
        includes::bad_anchor(text, "f")
            .into_iter()
            .collect::<Vec<_>>()
    };
    assert_eq!(of("// ANCHOR: f\nfn f() {}\n// ANCHOR_END: f\n"), [""; 0]);
    sees(
        &of("// ANCHOR: f\nfn f() {\n// ANCHOR_END: f\n}\n"),
        "does not surround whole items",
    );
    sees(
        &of("// ANCHOR: f\nfn g() {}\n// ANCHOR_END: f\n"),
        "surrounds no item of that name",
    );
    sees(&of("// ANCHOR: f\n// ANCHOR_END: f\n"), "anchor f is empty");
    sees(&of("// ANCHOR: f\nfn f() {}\n"), "never ends");
}

#[test]
fn rust_that_no_test_compiles_is_seen() {
    let written = page("```rust\nlet x = 1;\n```\n");
    assert_eq!(
        includes::untested(&written, "../src/stage01/planted.md"),
        [""; 0]
    );
    sees(
        &includes::untested(&written, "../src/stage01/another.md"),
        "nobody compiles this block",
    );
    let ignored = page("```rust,ignore\nlet x = 1;\n```\n");
    sees(
        &includes::untested(&ignored, "../src/stage01/planted.md"),
        "nobody compiles this block",
    );
}

#[test]
fn an_include_without_a_link_is_seen() {
    let page = page(&format!(
        "No link.\n\n```rs\n{{{{#include {FILE}:Coroutine}}}}\n```\n"
    ));
    sees(&includes::problems(&page), "there is no link");
}

#[test]
fn a_link_to_another_file_than_the_included_one_is_seen() {
    let page = page(&format!(
        "[file](../code/stage01.md#src/co.rs)\n\n```rs\n{{{{#include {FILE}:Coroutine}}}}\n```\n"
    ));
    sees(&includes::problems(&page), "there is no link");
}

#[test]
fn code_that_nobody_compiles_is_seen() {
    sees(
        &includes::problems(&page("```rs\nlet x = 1;\n```\n")),
        "mark it `rust`",
    );
    let mixed = page(&format!(
        "[file]({LINK})\n\n```rs\nlet x = 1;\n{{{{#include {FILE}:Coroutine}}}}\n```\n"
    ));
    sees(&includes::problems(&mixed), "mixes");
}
