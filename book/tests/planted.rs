//! Each checker sees the fault that it exists for.

use book::{
    chapters::{self, Row},
    console::{self, Ran},
    exercises::{Outcome, judge_stub, judge_wrong},
    includes,
    page::{Page, root},
    recorded, site,
};
use std::fs;

/// A page of the book that says `text`.
fn page(text: &str) -> Page {
    Page {
        path: root().join("book/src/stage01/planted.md"),
        text: text.to_string(),
    }
}

/// A page that includes an item of the file whose link is `link`.
fn including(include: &str) -> Page {
    page(&format!(
        "[file](../../../stage01-generators/src/coroutine.rs)\n\n```rs\n{{{{#include {include}}}}}\n```\n"
    ))
}

fn printing(output: &'static str, status: i32) -> impl Fn(&str) -> Ran {
    move |_| Ran {
        output: output.to_string(),
        status: Some(status),
    }
}

fn outcome(tests: &[(&str, bool)], output: &str) -> Outcome {
    Outcome {
        passed: tests
            .iter()
            .map(|(name, ok)| (name.to_string(), *ok))
            .collect(),
        output: output.to_string(),
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

const FILE: &str = "../../../stage01-generators/src/coroutine.rs";

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
    let file = root().join("target/planted.rs");
    let of = |text: &str| {
        fs::write(&file, text).expect("target/ can be written");
        let link = "../../../target/planted.rs";
        let text = format!("[file]({link})\n\n```rs\n{{{{#include {link}:f}}}}\n```\n");
        includes::problems(&page(&text))
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
fn a_program_that_its_chapter_does_not_name_is_seen() {
    let wanted = |text| {
        chapters::unsaid(
            "stage01",
            &[("its chapter", text, "--example pause".to_string())],
        )
    };
    assert_eq!(wanted("run it with --example pause"), [""; 0]);
    sees(
        &wanted("run it"),
        "stage01: its chapter does not name `--example pause`",
    );
}

#[test]
fn a_session_that_cannot_be_run_is_seen() {
    sees(
        &console::problems(&page("```console\n$ ls\n```\n"), printing("", 0)),
        "is not a `cargo run`",
    );
}

#[test]
fn a_broken_table_is_seen() {
    let folder = root().join("target/planted-table");
    fs::create_dir_all(&folder).expect("target/ can be written");
    fs::write(folder.join("a.html"), "<table><tr><td>x</td></tr></table>").expect("written");
    assert_eq!(site::broken_tables(&folder), [""; 0]);
    fs::write(folder.join("a.html"), "<p>| x | y |</p>").expect("written");
    sees(&site::broken_tables(&folder), "a table is not rendered");
}

#[test]
fn an_include_without_a_link_is_seen() {
    let page = page(&format!(
        "No link.\n\n```rs\n{{{{#include {FILE}:Coroutine}}}}\n```\n"
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
        "[file]({FILE})\n\n```rs\nlet x = 1;\n{{{{#include {FILE}:Coroutine}}}}\n```\n"
    ));
    sees(&includes::problems(&mixed), "mixes");
}

#[test]
fn a_wrong_line_of_a_transcript_is_seen() {
    let page = page("```console\n$ cargo run -p stage01\nhello\n```\n");
    assert_eq!(console::problems(&page, printing("hello\n", 0)), [""; 0]);
    sees(
        &console::problems(&page, printing("goodbye\n", 0)),
        "the program says otherwise",
    );
}

#[test]
fn numbers_that_vary_may_vary_and_others_may_not() {
    let page =
        page("```console\n$ cargo run -p stage01\nafter ≈ 10 ms on 127.0.0.1:999\n3 turns\n```\n");
    assert_eq!(
        console::problems(
            &page,
            printing("after ≈ 7.25s on 127.0.0.1:4\n3 turns\n", 0)
        ),
        [""; 0]
    );
    sees(
        &console::problems(
            &page,
            printing("after ≈ 7.25s on 127.0.0.1:4\n4 turns\n", 0),
        ),
        "otherwise",
    );
}

#[test]
fn an_exit_status_that_the_page_does_not_show_is_seen() {
    let silent = page("```console\n$ cargo run -p stage01\n```\n");
    sees(
        &console::problems(&silent, printing("", 2)),
        "ended with Some(2)",
    );
    let said = page("```console\n$ cargo run -p stage01\n$ echo $?\n2\n```\n");
    assert_eq!(console::problems(&said, printing("", 2)), [""; 0]);
    sees(&console::problems(&said, printing("", 1)), "otherwise");
}

#[test]
fn a_vacuous_test_is_seen() {
    let solution = outcome(&[("a", true), ("b", true)], "");
    sees(
        &judge_stub(
            "s1e1",
            &outcome(&[("a", false), ("b", true)], ""),
            &solution,
        ),
        "b passes on the unsolved stub",
    );
    sees(
        &judge_stub("s1e1", &outcome(&[("a", false)], ""), &solution),
        "do not run the same tests",
    );
    let fails = outcome(&[("a", true), ("b", false)], "");
    sees(
        &judge_stub("s1e1", &outcome(&[("a", false), ("b", false)], ""), &fails),
        "b fails on the solution",
    );
}

#[test]
fn a_wrong_answer_that_is_right_or_refused_for_another_reason_is_seen() {
    let tests = |a, b, c| outcome(&[("a", a), ("b", b), ("c", c)], "left: 1, right: 2");
    assert_eq!(
        judge_wrong("e1", "left: 1", &tests(true, true, false)),
        [""; 0]
    );
    sees(
        &judge_wrong("e1", "left: 1", &tests(true, true, true)),
        "passes all tests",
    );
    sees(
        &judge_wrong("e1", "left: 7", &tests(true, true, false)),
        "not with the words",
    );
    sees(
        &judge_wrong("e1", "left: 1", &tests(true, false, false)),
        "only 1 of 3",
    );
    sees(
        &judge_wrong("e1", "left: 1", &outcome(&[], "error[E0308]")),
        "does not compile",
    );
}

#[test]
fn dead_links_and_fragments_are_seen() {
    let folder = root().join("target/planted-site");
    fs::create_dir_all(&folder).expect("target/ can be written");
    fs::write(
        folder.join("a.html"),
        r#"<h1 id="top">A</h1><a href="b.html#here">b</a>"#,
    )
    .expect("written");
    fs::write(
        folder.join("b.html"),
        r##"<h1 id="here">B</h1><a href="a.html">a</a><a href="#here">b</a>"##,
    )
    .expect("written");
    assert_eq!(site::dead_links(&folder), [""; 0]);
    fs::write(
        folder.join("b.html"),
        r#"<h1 id="there">B</h1><a href="a.html">a</a>"#,
    )
    .expect("written");
    sees(&site::dead_links(&folder), "the page has no #here");
    fs::write(
        folder.join("b.html"),
        r#"<h1 id="here">B</h1><a class="x" href="c.html">c</a>"#,
    )
    .expect("written");
    sees(&site::dead_links(&folder), "c.html leads nowhere");
}

#[test]
fn a_warning_of_the_build_is_seen() {
    sees(
        &site::in_log(" INFO Book building has started\nERROR Unknown field `x`"),
        "Unknown field",
    );
    sees(&site::in_log(" WARN a footnote is not defined"), "footnote");
}

#[test]
fn a_lost_row_and_a_row_of_no_document_are_seen() {
    let row = |id: &String| Row {
        id: id.clone(),
        command: None,
    };
    let mut rows: Vec<_> = chapters::all_rows().iter().map(row).collect();
    assert_eq!(rows.len(), 70);
    assert_eq!(chapters::rows_problems(&rows), [""; 0]);
    let gone = rows.remove(3);
    sees(&chapters::rows_problems(&rows), "lacks row 000d");
    rows.extend([gone, row(&"009z".to_string())]);
    assert!(chapters::rows_problems(&rows)[0].contains("no block 009z"));
}

#[test]
fn output_that_python_does_not_print_is_seen() {
    let python = "x\nGEN_CLOSED\n";
    assert_eq!(
        recorded::problem("001h", python, "[001h] title\nx\nClosed\n\n[001i] next\n"),
        None
    );
    assert!(recorded::problem("001h", python, "[001h] title\nClosed\nx\n").is_some());
    assert!(
        recorded::problem("001h", python, "[001i] another\nx\nClosed\n").is_some(),
        "the row is missing"
    );
}
