//! Hints, solutions, mistakes, and the way back to the stub.

mod support;

use std::fs;
use support::{STUB, Tiny, in_order};

const FILE: &str = "stage01-numbers/exercises/e1_double.rs";

#[test]
fn hints_come_one_at_a_time() {
    let tiny = Tiny::new();
    let expected = [
        (
            "Hint 1 of 3 for s1e1: A nudge\n\nWhat is twice a number?\n",
            "2 more",
        ),
        ("Hint 2 of 3 for s1e1: The way\n\nMultiply.\n", "One more"),
        (
            "Hint 3 of 3 for s1e1: Nearly the answer\n\nThe whole body:\n\n    number * 2\n",
            "There are no more.",
        ),
    ];
    for (hint, rest) in expected {
        let said = tiny.says(&["hint", "s1e1"]);
        in_order(&said, &[hint, rest]);
        assert_eq!(said.matches("Hint ").count(), 1, "{said}");
    }
    let again = tiny.says(&["hint", "s1e1"]);
    in_order(
        &again,
        &["All hints of s1e1 have been shown", "Hint 3 of 3"],
    );
    let all = tiny.says(&["hint", "s1e1", "--all"]);
    in_order(&all, &["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3"]);
    assert_eq!(
        tiny.refuses(&["hint", "s1e2"]),
        "There are no hints for s1e2 in stage01-numbers/exercises/hints.md.\n"
    );
}

#[test]
fn the_solution_is_not_shown_before_its_time() {
    let tiny = Tiny::new();
    for command in ["solution", "mistakes"] {
        let refusal = tiny.refuses(&[command, "s1e1"]);
        assert_eq!(refusal, "s1e1 is not done yet. `--yes` answers for you.\n");
    }
    let solution = tiny.says(&["solution", "s1e1", "--yes"]);
    in_order(
        &solution,
        &[
            "- stage01-numbers/exercises/e1_double.rs, yours\n+ stage01-numbers/solutions/e1_double.rs, ours\n\n",
            "  fn double(number: u32) -> u32 {\n-     let _ = number;\n-     0\n+     number * 2\n  }\n",
        ],
    );
}

#[test]
fn once_it_is_done_the_solution_and_the_mistakes_are_shown() {
    let tiny = Tiny::new();
    tiny.answer("2 * number");
    let solution = tiny.says(&["solution", "s1e1"]);
    in_order(&solution, &["-     2 * number\n+     number * 2\n"]);
    tiny.answer("number * 2");
    let solution = tiny.says(&["solution", "s1e1"]);
    assert!(
        solution.ends_with("Yours says the same, word by word.\n"),
        "{solution}"
    );
    let mistakes = tiny.says(&["mistakes", "s1e1"]);
    in_order(
        &mistakes,
        &[
            "Each is a change to stage01-numbers/solutions/e1_double.rs.\n",
            "1 of 1: squares\nWhy a person writes it: Twice two is four, and so is two squared.\n",
            "-     number * 2\n+     number * number\n",
            "Refused: twice three is six\n",
        ],
    );
}

#[test]
fn a_copy_without_solutions_says_so() {
    let tiny = Tiny::new();
    fs::remove_dir_all(tiny.path("stage01-numbers/solutions")).expect("it was there");
    fs::remove_dir_all(tiny.path("stage01-numbers/exercises/wrong")).expect("it was there");
    for (command, what) in [("solution", "solution"), ("mistakes", "wrong answers")] {
        let expected =
            format!("The {what} of s1e1 cannot be shown: this copy of the course has none.\n");
        assert_eq!(tiny.refuses(&[command, "s1e1", "--yes"]), expected);
    }
}

#[test]
fn reset_asks_and_loses_nothing() {
    let tiny = Tiny::new();
    let untouched = format!("s1e1 is untouched: {FILE} is the stub.\n");
    assert_eq!(tiny.says(&["reset", "s1e1"]), untouched);
    tiny.answer("one");
    let own = tiny.read(FILE);
    let question = format!("{FILE} would be replaced by the stub. `--yes` answers for you.\n");
    assert_eq!(tiny.refuses(&["reset", "s1e1"]), question);
    assert_eq!(tiny.read(FILE), own);
    let done = format!(
        "{FILE} is the stub again.\nYour file is kept as target/course/s1e1.rs.bak, until `cargo clean`.\n"
    );
    assert_eq!(tiny.says(&["reset", "s1e1", "--yes"]), done);
    assert_eq!(tiny.read(FILE), STUB);
    assert_eq!(tiny.read("target/course/s1e1.rs.bak"), own);
    // The next one is kept beside the first.
    tiny.answer("two");
    tiny.says(&["reset", "s1e1", "--yes"]);
    assert_eq!(tiny.read("target/course/s1e1.rs.bak"), own);
    assert!(tiny.read("target/course/s1e1-2.rs.bak").contains("two"));
}

#[test]
fn after_a_reset_the_hints_begin_again() {
    let tiny = Tiny::new();
    tiny.answer("number");
    tiny.says(&["hint", "s1e1"]);
    tiny.says(&["reset", "s1e1", "--yes"]);
    assert!(tiny.says(&["hint", "s1e1"]).starts_with("Hint 1 of 3"));
}

#[test]
fn without_a_kept_stub_git_has_it() {
    let tiny = Tiny::new();
    fs::remove_file(tiny.path("book/course/stubs/s1e1.rs")).expect("it was there");
    tiny.answer("number");
    let nowhere = "The stub of s1e1 is not in this copy of the course, and git does not have it.\n";
    assert_eq!(tiny.refuses(&["reset", "s1e1", "--yes"]), nowhere);
    let git = |args: &[&str]| {
        let mut git = std::process::Command::new("git");
        git.args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@b",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(args);
        let out = git
            .current_dir(tiny.root())
            .output()
            .expect("git is installed");
        assert!(out.status.success(), "{out:?}");
    };
    tiny.write(FILE, STUB);
    git(&["init", "--quiet"]);
    git(&["add", FILE]);
    git(&["commit", "--quiet", "--message", "The stub"]);
    tiny.answer("number");
    tiny.says(&["reset", "s1e1", "--yes"]);
    assert_eq!(tiny.read(FILE), STUB);
}
