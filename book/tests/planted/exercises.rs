//! Exercises, chapters and the appendix.

use crate::{page, sees};
use book::{
    chapters::{self, Row},
    hints::untested,
    judge::{self, judge_right, judge_stub, judge_wrong},
    outcome::Outcome,
};
use course::answers::{Answer, Answers, Change};

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
            false,
            &outcome(&[("a", false), ("b", true)], ""),
            &solution,
        ),
        "b passes on the unsolved stub",
    );
    sees(
        &judge_stub("s1e1", false, &outcome(&[("a", false)], ""), &solution),
        "do not run the same tests",
    );
    let fails = outcome(&[("a", true), ("b", false)], "");
    sees(
        &judge_stub(
            "s1e1",
            false,
            &outcome(&[("a", false), ("b", false)], ""),
            &fails,
        ),
        "b fails on the solution",
    );
}

#[test]
fn a_test_that_the_stub_and_all_wrong_answers_pass_is_seen() {
    let solution = outcome(&[("a", true), ("b", true)], "");
    let stub = outcome(&[("a", false), ("b", true)], "");
    assert_eq!(judge_stub("s6e1", true, &stub, &solution), [""; 0]);
    sees(
        &judge_stub("s6e1", true, &solution, &solution),
        "s6e1: the unsolved stub passes all tests",
    );
    let wrong = |b| outcome(&[("a", true), ("b", b)], "");
    assert_eq!(
        judge::untested("s6e1", &[wrong(true), wrong(false), stub]),
        [""; 0]
    );
    let stub = outcome(&[("a", false), ("b", true)], "");
    sees(
        &judge::untested("s6e1", &[wrong(true), wrong(true), stub]),
        "s6e1: the stub and all wrong answers pass b, so it tests nothing",
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
    let of = |block: &str| {
        untested(
            &page(&format!("```rs\n{block}```\n")),
            &[String::new(), solution.to_string()],
        )
    };
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
    let of = |text: &str| untested(&page(text), &["x".to_string()]);
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

#[test]
fn a_right_answer_that_is_refused_is_seen() {
    let tests = |b| outcome(&[("a", true), ("b", b)], "left: 1");
    assert_eq!(judge_right("s1e1 queue", &tests(true)), [""; 0]);
    sees(
        &judge_right("s1e1 queue", &tests(false)),
        r#"s1e1 queue: it is right, and is refused by ["b"]"#,
    );
    sees(
        &judge_right("s1e1 queue", &outcome(&[], "error[E0308]")),
        "it does not compile or runs no test",
    );
}

#[test]
fn a_change_of_lines_that_the_solution_does_not_have_is_seen() {
    let answer = |before: &str| Answer {
        name: "late".into(),
        why: "It seems simpler.".into(),
        refused: String::new(),
        change: vec![Change {
            before: before.into(),
            after: "    c();\n".into(),
        }],
    };
    let solution = "fn main() {\n    a();\n    b();\n    b();\n}\n";
    assert_eq!(
        answer("    a();\n").apply(solution).as_deref(),
        Ok("fn main() {\n    c();\n    b();\n    b();\n}\n")
    );
    sees(
        &[answer("    d();\n").apply(solution).unwrap_err()],
        "late: the solution has 0 times",
    );
    sees(
        &[answer("    b();\n").apply(solution).unwrap_err()],
        "late: the solution has 2 times",
    );
}

#[test]
fn an_answer_without_a_reason_or_a_refusal_is_seen() {
    let answers = |why: &str, refused: &str| {
        let text = format!(
            "solution = 'join'\n[[wrong]]\nname = 'late'\nwhy = '{why}'\nrefused = '{refused}'\n\
             [[wrong.change]]\nbefore = 'a'\nafter = 'b'\n"
        );
        Answers::parse(&text)
    };
    assert!(answers("It seems simpler.", "left: 1").is_ok());
    for (why, refused, problem) in [
        ("", "left: 1", "late: it has no reason or no change"),
        ("It seems simpler.", "", "late: it has no words"),
    ] {
        sees(&[answers(why, refused).unwrap_err()], problem);
    }
}

#[test]
fn a_solution_is_a_file_of_the_stage_or_one_of_its_own() {
    let of = |stage: &str, solution: &str| {
        let answers = Answers::parse(&format!("solution = '{solution}'\nwrong = []\n"));
        let answers = answers.expect("it has a solution");
        answers.solution_in(&book::page::root().join(stage))
    };
    let ends = |path: std::path::PathBuf, with: &str| assert!(path.ends_with(with), "{path:?}");
    ends(of("stage06-async-await", "timers"), "src/timers.rs");
    ends(of("stage03-task", "e1_step"), "solutions/e1_step.rs");
}
