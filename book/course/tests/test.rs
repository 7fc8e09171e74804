//! What `cargo course test` says, and what it says of words that it does not know.

mod support;

use std::fs;
use support::{OTHER_TESTS, Tiny, in_order};

#[test]
fn the_refusing_sentence_comes_first_and_the_hint_last() {
    let tiny = Tiny::new();
    tiny.answer("number + 1");
    let refusal = tiny.refuses(&["test", "s1e1"]);
    in_order(
        &refusal,
        &[
            "twice three is six\n  left: 4   (your code)\n right: 6   (expected)\n",
            "The test is three_becomes_six, in stage01-numbers/exercises/tests/e1_double.rs:10.\n",
            "2 of 2 tests fail. The others are:\n  nothing_stays_nothing\n",
            "The file is stage01-numbers/exercises/e1_double.rs. `cargo course hint s1e1` gives a hint.\n",
        ],
    );
}

#[test]
fn the_next_exercise_is_tested_if_none_is_named() {
    let tiny = Tiny::new();
    assert!(tiny.refuses(&["test"]).contains("cargo course hint s1e1"));
    tiny.answer("number * 2");
    assert!(tiny.refuses(&["test"]).contains("cargo course hint s2e1"));
}

#[test]
fn one_that_passes_names_the_next() {
    let tiny = Tiny::new();
    tiny.answer("number * 2");
    in_order(
        &tiny.says(&["s1e1"]),
        &["s1e1 is done: 2 tests pass.", "Next is s2e1, a greeting."],
    );
}

#[test]
fn an_exercise_outside_of_the_default_members_is_found() {
    let tiny = Tiny::new();
    let manifest = tiny.read("Cargo.toml");
    tiny.write(
        "Cargo.toml",
        &format!("{manifest}default-members = ['stage01-numbers']\n"),
    );
    let refusal = tiny.refuses(&["test", "s2e1"]);
    in_order(&refusal, &["it is not written", "cargo course hint s2e1"]);
    tiny.write("stage02-words/exercises/tests/other.rs", OTHER_TESTS);
    in_order(&tiny.says(&["s2e1"]), &["s2e1 is done"]);
}

#[test]
fn the_next_is_the_one_behind_the_one_that_is_done() {
    let tiny = Tiny::new(); // and the first exercise is not done
    tiny.write("stage01-numbers/exercises/tests/other.rs", OTHER_TESTS);
    assert!(tiny.says(&["s1e2"]).contains("Next is s2e1, "));
    tiny.write("stage02-words/exercises/tests/other.rs", OTHER_TESTS);
    assert!(tiny.says(&["s2e1"]).contains("Next is s1e1, "));
}

#[test]
fn only_what_this_copy_has_is_offered() {
    let tiny = Tiny::new();
    tiny.answer("number * 2");
    let said = tiny.says(&["s1e1"]);
    in_order(
        &said,
        &["cargo course solution s1e1", "cargo course mistakes s1e1"],
    );
    fs::remove_dir_all(tiny.path("stage01-numbers/exercises/wrong")).expect("it is there");
    let said = tiny.says(&["s1e1"]);
    assert!(said.contains("cargo course solution s1e1") && !said.contains("mistakes"));
    fs::remove_dir_all(tiny.path("stage01-numbers/solutions")).expect("it is there");
    assert!(!tiny.says(&["s1e1"]).contains("solution"));
}

#[test]
fn what_the_compiler_says_is_shown() {
    let tiny = Tiny::new();
    tiny.answer("number.double()");
    let refusal = tiny.refuses(&["test", "s1e1"]);
    in_order(
        &refusal,
        &["s1e1 does not compile", "no method named `double`"],
    );
}

#[test]
fn tests_that_end_the_process_are_a_refusal_too() {
    let tiny = Tiny::new();
    tiny.answer("let unused = number; std::process::exit(7)");
    let refusal = tiny.refuses(&["test", "s1e1"]);
    let parts = [
        "The tests' process ended before it could report",
        "Its last words:\n\nexit status: 7\n\nThe file is",
    ];
    in_order(&refusal, &parts[..1]);
    if cfg!(unix) {
        in_order(&refusal, &parts);
    }
}

#[test]
fn an_answer_without_its_tests_is_not_done() {
    let tiny = Tiny::new();
    tiny.write("stage01-numbers/exercises/e1_double.rs", "");
    assert!(
        tiny.refuses(&["test", "s1e1"])
            .contains("has no tests: does it still end with `mod tests;`?")
    );
}

#[test]
fn an_unknown_word_brings_the_nearest_to_mind() {
    let tiny = Tiny::new();
    for (args, sentence) in [
        (
            &["tset"][..],
            "There is no command `tset`. Did you mean `test`?\n",
        ),
        (
            &["test", "s1e9"],
            "There is no exercise `s1e9`. Did you mean `s1e1`?\n",
        ),
        (
            &["test", "s9e9"],
            "There is no exercise `s9e9`. `cargo course` lists the exercises, `cargo course help` the commands.\n",
        ),
        (
            &["hint", "s1e1", "--al"],
            "There is no option `--al`. Did you mean `--all`?\n",
        ),
        (
            &["xyzzy"],
            "There is no command `xyzzy`. `cargo course` lists the exercises, `cargo course help` the commands.\n",
        ),
        (
            &["test", "s1e1", "s1e2"],
            "`s1e2` is one word too many: `cargo course help` shows what a command takes.\n",
        ),
        (
            &["list", "s1e1"],
            "`cargo course list` takes no exercise.\n",
        ),
        (
            &["reset"],
            "Name the exercise: `cargo course reset s1e1`.\n",
        ),
    ] {
        assert_eq!(tiny.refuses(args), sentence);
    }
}

#[test]
fn the_help_names_every_command() {
    let help = Tiny::new().says(&["--help"]);
    let commands = [
        "cargo course ",
        "test",
        "watch",
        "hint",
        "solution",
        "mistakes",
        "reset",
        "read",
    ];
    in_order(&help, &commands);
}
