//! Circles through tasks that have ended such waits before, and readers behind a writer.

mod support;

use support::{with, wrong};

/// A task steps, and waits for this.
fn waits(task: u64, on: &str) -> [String; 2] {
    [
        format!(r#"{{"t":1,"ev":"poll","task":{task}}}"#),
        format!(r#"{{"t":2,"ev":"pause","task":{task},"on":"{on}"}}"#),
    ]
}

fn wakes(task: u64, by: &str) -> String {
    format!(r#"{{"t":3,"ev":"wake","task":{task},{by}}}"#)
}

/// A line of a lock, with more fields.
fn lock(ev: &str, task: u64, what: &str, more: &str) -> String {
    format!(r#"{{"t":4,"ev":"{ev}","task":{task},"what":"{what}"{more}}}"#)
}

fn told(lines: &[String]) -> Vec<String> {
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    wrong(&with(&["asks", "answers", "third"], &lines))
}

const IS_SILENT: &str = "- Every task waits, and no recorded timer";

/// `asks` has a lock and waits for an answer, as it has three times before; `answers` waits for the lock. The earlier wakes were by these.
fn answered(by: &[&str]) -> Vec<String> {
    let mut lines = Vec::new();
    for (n, by) in by.iter().enumerate() {
        lines.extend(waits(
            1,
            &format!("the oneshot of a.rs:9 (number {})", n + 1),
        ));
        lines.push(wakes(1, by));
    }
    lines.push(lock("got", 1, "Mutex of a.rs:1", r#","at":"src/a.rs:5""#));
    lines.extend(waits(1, "the oneshot of a.rs:9 (number 77)"));
    lines.push(lock("wait", 2, "Mutex of a.rs:1", ""));
    lines.extend(waits(2, "the Mutex of a.rs:1"));
    lines.push(r#"{"t":5,"ev":"end","task":3,"how":"done"}"#.to_owned());
    lines
}

#[test]
fn the_task_that_has_answered_before_closes_the_circle() {
    assert_eq!(
        told(&answered(&[r#""by":2"#; 3])),
        [
            "- Probably a circle: these tasks wait for each other, and none can go on.",
            "  asks waits for the oneshot of a.rs:9 (number 77), which answers has answered 3 times before.",
            "  answers waits for the Mutex of a.rs:1, held by asks, taken at a.rs:5.",
        ]
    );
}

#[test]
fn a_task_is_not_said_to_answer_itself() {
    let mut lines: Vec<_> = waits(2, "the oneshot of a.rs:9 (number 80)").into();
    lines.push(wakes(2, r#""by":1"#));
    lines.extend(answered(&[r#""by":2"#; 3]));
    let told = told(&lines);
    let says = "which answers has answered 3 times before.";
    assert!(told[1].ends_with(says), "{told:?}");
}

#[test]
fn what_others_can_answer_is_no_circle() {
    for by in [r#""from":"socket""#, r#""by":1"#, r#""by":3"#] {
        let told = told(&answered(&[by; 3]));
        assert!(told[0].starts_with(IS_SILENT), "{by}: {told:?}");
    }
    let often = told(&answered(
        &[&[r#""by":2"#; 9][..], &[r#""from":"socket""#; 2]].concat(),
    ));
    assert!(often[0].starts_with(IS_SILENT), "{often:?}");
    let once = told(&answered(
        &[&[r#""by":2"#; 9][..], &[r#""from":"socket""#; 1]].concat(),
    ));
    assert!(once[0].starts_with("- Probably a circle"), "{once:?}");
}

#[test]
fn two_tasks_that_wait_for_messages_of_each_other_may_be_idle() {
    let mut lines = Vec::new();
    for (task, other) in [(1, 2), (2, 1)] {
        let channel = format!("a message from the channel of a.rs:{task}");
        lines.extend(waits(task, &channel));
        lines.push(wakes(task, &format!(r#""by":{other}"#)));
        lines.extend(waits(task, &channel));
    }
    lines.push(r#"{"t":5,"ev":"end","task":3,"how":"done"}"#.to_owned());
    let told = told(&lines);
    assert!(told[0].starts_with(IS_SILENT), "{told:?}");
}

#[test]
fn two_full_channels_are_a_circle() {
    let mut lines = Vec::new();
    for (task, other) in [(1, 2), (2, 1)] {
        lines.extend(waits(
            task,
            &format!("a message from the channel of a.rs:{task}"),
        ));
        lines.push(wakes(task, &format!(r#""by":{other}"#)));
    }
    lines.extend(waits(1, "room in the channel of a.rs:2"));
    lines.extend(waits(2, "room in the channel of a.rs:1"));
    lines.extend(waits(3, "the end of asks"));
    assert_eq!(
        told(&lines),
        [
            "- Probably a circle: these tasks wait for each other, and none can go on.",
            "  asks waits for room in the channel of a.rs:2, from which answers has received.",
            "  answers waits for room in the channel of a.rs:1, from which asks has received.",
            "  Behind them: third.",
        ]
    );
}

#[test]
fn a_task_that_waits_for_the_end_of_one_that_needs_its_lock_is_in_a_circle() {
    let mut lines = vec![lock("got", 1, "lock A", "")];
    lines.extend(waits(1, "the end of answers"));
    lines.push(lock("wait", 2, "lock A", ""));
    lines.extend(waits(2, "lock A"));
    assert_eq!(
        told(&lines),
        [
            "- These tasks wait for each other, and none can go on:",
            "  asks waits for the end of answers.",
            "  answers waits for the lock A, held by asks.",
        ]
    );
}

#[test]
fn a_writer_that_waits_keeps_new_readers_out() {
    const READ: &str = r#","mode":"read""#;
    let rwlock = "RwLock of a.rs:1";
    let mut lines = vec![lock(
        "got",
        1,
        rwlock,
        r#","mode":"read","at":"src/a.rs:5""#,
    )];
    lines.push(r#"{"t":4,"ev":"timer","task":1,"id":1,"due":900000}"#.to_owned());
    lines.extend(waits(1, "sleep 9s"));
    lines.push(lock("wait", 2, rwlock, r#","mode":"write""#));
    lines.extend(waits(2, "write access to the RwLock of a.rs:1"));
    lines.push(lock("wait", 3, rwlock, READ));
    lines.extend(waits(3, "read access to the RwLock of a.rs:1"));
    lines.push(r#"{"t":200000,"ev":"alive"}"#.to_owned());
    assert_eq!(
        told(&lines),
        [
            "- asks has read access to the RwLock of a.rs:1, taken at a.rs:5, and answers and third wait for it.",
            "  answers asked to write first, so new readers wait.",
        ]
    );
}
