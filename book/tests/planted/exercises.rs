//! Exercises, chapters and the appendix.

use crate::{page, sees};
use book::{
    chapters::{self, Row},
    exercises::{Outcome, judge_stub, judge_wrong},
    hints::untested,
};

fn outcome(tests: &[(&str, bool)], output: &str) -> Outcome {
    Outcome {
        passed: tests
            .iter()
            .map(|(name, ok)| (name.to_string(), *ok))
            .collect(),
        output: output.to_string(),
    }
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
fn a_link_of_a_readme_to_raw_includes_or_to_nothing_is_seen() {
    let of = |text| chapters::unreadable(&book::page::root().join("README.md"), text);
    assert_eq!(
        of("[x](CONTRIBUTING.md#style) [y](book) [z](https://hyper.rs)"),
        [""; 0]
    );
    sees(
        &of("[x](book/src/glossary.md)"),
        "book/src/glossary.md cannot be read there",
    );
    sees(&of("[x](gone.md)"), "gone.md cannot be read there");
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
fn code_of_a_hint_that_no_solution_has_is_seen() {
    let solution = "fn f() {\n    let x = 1;\n    let y = 2;\n    x + y\n}\n";
    let of = |block: &str| untested(&page(&format!("```rs\n{block}```\n")), solution);
    assert_eq!(of("let x = 1;\n// …\nx + y\n"), [""; 0]);
    sees(
        &of("let x = 2;\n"),
        "the solution does not have\nlet x = 2;",
    );
    sees(
        &of("let x = 1;\nx + y\n"),
        "the solution does not have\nlet x = 1;\nx + y",
    );
    sees(
        &of("x + y\n// …\nlet x = 1;\n"),
        "the solution does not have\nlet x = 1;",
    );
}

#[test]
fn a_statement_of_a_hint_outside_of_a_block_is_seen() {
    let of = |text: &str| untested(&page(text), "x");
    assert_eq!(
        of("`swap(false)` says it; so does `Some(x)`, or an `async {}`."),
        [""; 0]
    );
    sees(
        &of("Write `let x = 1;` first."),
        "put `let x = 1;` into a block",
    );
    sees(
        &of("Write `if x { y }` first."),
        "put `if x { y }` into a block",
    );
    sees(&of("```rust\nx\n```\n"), "is marked `rust`, not `rs`");
}
