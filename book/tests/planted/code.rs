//! The appendix of code.

use crate::{page, sees};
use book::code;
use std::{collections::BTreeMap, fs, path::Path};

/// The appendix that a link to stage 1 asks for.
fn appendix() -> BTreeMap<String, String> {
    code::appendix(&[page("[a test](../code/stage01.md#tests/co.rs)")])
}

/// What is said of the appendix when its only page says `text`.
fn said_of(text: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("stage01.md"), text).expect("it can be written");
    code::problems(folder.path(), &appendix())
}

#[track_caller]
fn sees_first(problems: &[String], words: &str) {
    assert!(problems[0].contains(words), "{words:?} in {problems:?}");
    sees(&problems[1..], "BLESS=1");
}

#[test]
fn what_blessing_writes_is_no_problem() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("stray.md"), "").expect("it can be written");
    code::bless(folder.path(), &appendix()).expect("it can be written");
    assert_eq!(code::problems(folder.path(), &appendix()), [""; 0]);
}

#[test]
fn a_page_has_the_sources_the_examples_and_what_is_linked() {
    let page = &appendix()["stage01.md"];
    let at = |file: &str| page.find(&format!("{{#{file}}}")).expect(file);
    let lib = at("src/lib.rs");
    assert!(lib < at("src/coroutine.rs"), "lib.rs comes first");
    assert!(
        at("src/coroutine.rs") < at("src/co.rs"),
        "as the README says"
    );
    assert!(at("src/co.rs") < at("src/main.rs"));
    assert!(at("src/main.rs") < at("examples/pause.rs"));
    assert!(at("examples/protocol.rs") < at("tests/co.rs"));
    assert!(!page.contains("tests/protocol.rs"), "no page links to it");
}

#[test]
fn a_missing_page_and_a_stray_one_are_seen() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    sees_first(
        &code::problems(folder.path(), &appendix()),
        "code/stage01.md does not exist",
    );
    code::bless(folder.path(), &appendix()).expect("it can be written");
    fs::write(folder.path().join("stage09.md"), "").expect("it can be written");
    sees_first(
        &code::problems(folder.path(), &appendix()),
        "code/stage09.md: no page links to this crate",
    );
}

#[test]
fn a_missing_file_an_extra_one_and_another_order_are_seen() {
    let page = &appendix()["stage01.md"];
    let sections: Vec<_> = page.split_inclusive("```\n\n").collect();
    let without = sections[1..].concat();
    let twice = [&sections[..], &sections[..1]].concat().concat();
    let mut turned = sections.clone();
    turned.swap(1, 2);
    for wrong in [without, twice, turned.concat()] {
        sees_first(&said_of(&wrong), "lacks a file, has one too many");
    }
}

#[test]
fn a_page_that_the_summary_does_not_name_is_seen() {
    assert_eq!(code::unlisted("[x](code/stage01.md)", &appendix()), [""; 0]);
    sees(
        &code::unlisted("", &appendix()),
        "SUMMARY.md does not name code/stage01.md",
    );
}

#[test]
fn a_link_out_of_the_book_or_to_no_file_is_seen() {
    let of = |text: &str| {
        let page = page(text);
        code::bad_links(&page, &code::appendix(std::slice::from_ref(&page)))
    };
    assert_eq!(
        of("[x](../code/stage01.md#src/lib.rs) [y](../glossary.md)"),
        [""; 0]
    );
    sees(&of("[x](../../Cargo.toml)"), "a link leaves the book");
    sees(
        &of("[x](../code/stage01.md#src/gone.rs)"),
        "stage01 has no src/gone.rs",
    );
    sees(&of("[x](../code/stage09.md#src/lib.rs)"), "stage09 has no");
}

#[test]
fn a_link_names_the_innermost_crate() {
    let root = book::page::root();
    let link = |file| code::link(&root.join(Path::new(file)), 1);
    assert_eq!(
        link("stage06-async-await/src/lib.rs").as_deref(),
        Some("../code/stage06.md#src/lib.rs")
    );
    assert_eq!(
        link("stage06-async-await/full/src/lib.rs").as_deref(),
        Some("../code/stage06-full.md#src/lib.rs")
    );
    assert_eq!(link("README.md"), None);
}
