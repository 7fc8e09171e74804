//! What `cargo course` lists.

mod support;

use std::fs;
use support::{OTHER_TESTS, Tiny, in_order};

/// The line of an exercise.
fn line(tiny: &Tiny, name: &str) -> String {
    let list = tiny.says(&[]);
    let line = list
        .lines()
        .find(|line| line.trim_start().starts_with(name));
    line.unwrap_or_else(|| panic!("{name}\n{list}")).to_string()
}

#[test]
fn it_has_every_exercise_by_stage_with_its_minutes() {
    let list = Tiny::new().says(&[]);
    in_order(
        &list,
        &[
            "Stage 1, numbers: 0 of 2 done\n",
            "  s1e1  untouched, next  5 min  double: twice a number\n",
            "  s1e2  untouched       15 min  a sum (deep dive)\n",
            "Stage 2, words: 0 of 1 done\n",
            "  s2e1  untouched       10 min  a greeting\n",
            "0 of 3 done. Next is s1e1, double: twice a number.\n",
            "Read \"Numbers\" (book/src/stage01/numbers.md), edit stage01-numbers/exercises/e1_double.rs, and run `cargo course test`.\n",
        ],
    );
}

#[test]
fn an_exercise_is_tried_once_it_is_edited_and_done_once_it_passes() {
    let tiny = Tiny::new();
    tiny.answer("number + 1");
    assert!(line(&tiny, "s1e1").contains("tried, next"));
    tiny.answer("this does not compile");
    assert!(line(&tiny, "s1e1").contains("tried, next"));
    tiny.answer("number * 2");
    assert!(line(&tiny, "s1e1").contains("done  "));
}

#[test]
fn a_deep_dive_is_next_only_when_all_else_is_done() {
    let tiny = Tiny::new();
    tiny.answer("number * 2");
    assert!(line(&tiny, "s2e1").contains("untouched, next"));
    tiny.write("stage02-words/exercises/tests/other.rs", OTHER_TESTS);
    tiny.write(
        "stage02-words/exercises/e1_greeting.rs",
        "#[path = \"tests/other.rs\"]\nmod tests;\n// done\n",
    );
    assert!(line(&tiny, "s1e2").contains("untouched, next"));
    tiny.write("stage01-numbers/exercises/tests/other.rs", OTHER_TESTS);
    tiny.write(
        "stage01-numbers/exercises/e2_sum.rs",
        "#[path = \"tests/other.rs\"]\nmod tests;\n// done\n",
    );
    assert!(
        tiny.says(&["list"])
            .ends_with("3 of 3 done. You have done them all.\n")
    );
    assert!(
        tiny.refuses(&["test"])
            .starts_with("You have done all exercises.")
    );
}

/// What it lists where nothing can be run.
fn remembered(tiny: &Tiny) -> String {
    let mut course = tiny.course(&[]);
    let list = course.env("CARGO", "/nowhere").output();
    let list = list.expect("it starts");
    String::from_utf8([list.stdout, list.stderr].concat()).expect("text")
}

#[test]
fn what_is_known_is_not_run_again_until_a_file_changes() {
    let tiny = Tiny::new();
    tiny.answer("number * 2");
    in_order(&tiny.says(&[]), &["s1e1  done"]);
    in_order(&remembered(&tiny), &["s1e1  done"]);
    // The tests, and the crate, are a part of it.
    for file in ["exercises/tests/e1_double.rs", "src/lib.rs"] {
        let file = format!("stage01-numbers/{file}");
        tiny.write(&file, &format!("{}// changed\n", tiny.read(&file)));
        in_order(&remembered(&tiny), &["cargo cannot be started"]);
        in_order(&tiny.says(&[]), &["s1e1  done"]);
    }
}

#[test]
fn a_file_that_is_gone_is_missing() {
    let tiny = Tiny::new();
    fs::remove_file(tiny.path("stage01-numbers/exercises/e1_double.rs")).expect("it was there");
    assert!(line(&tiny, "s1e1").contains("missing, next"));
    let sentence = "stage01-numbers/exercises/e1_double.rs is missing. `cargo course reset s1e1` brings the stub back.\n";
    assert_eq!(tiny.refuses(&["test"]), sentence);
    tiny.says(&["reset", "s1e1"]);
    assert!(line(&tiny, "s1e1").contains("untouched, next"));
}

#[test]
fn an_exercise_that_the_table_does_not_name_is_listed_after_the_others() {
    let tiny = Tiny::new();
    let manifest = tiny.read("stage01-numbers/Cargo.toml");
    let new = "[[test]]\nname = 's1e3'\npath = 'exercises/e3_new.rs'\ntest = false\n";
    tiny.write("stage01-numbers/Cargo.toml", &format!("{manifest}{new}"));
    tiny.write("stage01-numbers/exercises/e3_new.rs", "");
    in_order(&tiny.says(&[]), &["s1e2", "s1e3", "Stage 2"]);
}

#[test]
fn it_works_from_any_folder_of_the_workspace() {
    let tiny = Tiny::new();
    let below = tiny.path("stage02-words/src");
    let list = tiny
        .course(&[])
        .current_dir(below)
        .output()
        .expect("it starts");
    assert!(String::from_utf8_lossy(&list.stdout).contains("s1e1  untouched, next"));
    let outside = tempfile::tempdir().expect("a folder");
    let list = tiny
        .course(&[])
        .current_dir(outside.path())
        .output()
        .expect("it starts");
    assert!(String::from_utf8_lossy(&list.stderr).starts_with("This folder is not in the course"));
    assert!(!list.status.success());
}

#[test]
fn a_reader_that_has_gone_is_no_error() {
    let tiny = Tiny::new();
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let list = tiny.course(&[]).stdout(writer).output().expect("it starts");
    assert_eq!(String::from_utf8_lossy(&list.stderr), "");
    assert!(list.status.success());
}
