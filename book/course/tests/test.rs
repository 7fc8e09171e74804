//! What `cargo course test` says, and what it says of words that it does not know.

mod support;

use support::{Tiny, in_order};

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
