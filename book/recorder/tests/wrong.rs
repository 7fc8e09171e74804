//! What looks wrong in a trace, as the text says it.

mod support;

use recorder::{Trace, text};
use support::{named, trace_of, with, wrong};

#[test]
fn a_step_of_100_ms_is_told_and_a_shorter_one_is_not() {
    for (end, found) in [(99_999, 0), (100_000, 1)] {
        let pause = format!(r#"{{"t":{end},"ev":"pause","task":1,"on":"a socket"}}"#);
        let timer = r#"{"t":100000,"ev":"timer","id":1,"due":200000}"#;
        let trace = with(
            &["hash"],
            &[r#"{"t":0,"ev":"poll","task":1}"#, &pause, timer],
        );
        assert_eq!(wrong(&trace).len(), found, "a step of {end} µs");
    }
    let trace = with(
        &["hash"],
        &[
            r#"{"t":50000,"ev":"poll","task":1}"#,
            r#"{"t":1250000,"ev":"end","task":1,"how":"done"}"#,
        ],
    );
    let says = "- A step of hash blocked its thread for ≈ 1.200 s, from ≈ 0.050 s on.";
    assert_eq!(wrong(&trace), [says]);
}

#[test]
fn a_step_that_never_ends_is_told() {
    let trace = with(
        &["hash"],
        &[
            r#"{"t":50000,"ev":"poll","task":1}"#,
            r#"{"t":1250000,"ev":"alive"}"#,
        ],
    );
    let says = "- A step of hash has run for ≈ 1.200 s, and has not ended.";
    assert_eq!(wrong(&trace), [says]);
}

/// A task that takes 1001 steps, with `wake` in each, and `pause` before or after it.
fn steps(lines: [&str; 2]) -> Trace {
    let mut all = named(&["spin", "other"]);
    all.push(r#"{"t":0,"ev":"pause","task":2,"on":"a message"}"#.to_owned());
    all.push(r#"{"t":0,"ev":"timer","task":2,"id":1,"due":9}"#.to_owned());
    for _ in 0..1001 {
        all.push(r#"{"t":0,"ev":"poll","task":1}"#.to_owned());
        all.extend(lines.map(str::to_owned));
    }
    trace_of(&all.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn a_task_that_never_waits_is_told() {
    let (pause, waits) = (
        r#"{"t":0,"ev":"pause","task":1}"#,
        r#"{"t":0,"ev":"pause","task":1,"on":"a message"}"#,
    );
    let (by_itself, by_other, by_socket, deferred) = (
        r#"{"t":0,"ev":"wake","task":1,"by":1}"#,
        r#"{"t":0,"ev":"wake","task":1,"by":2}"#,
        r#"{"t":0,"ev":"wake","task":1,"from":"socket"}"#,
        r#"{"t":0,"ev":"wake","task":1,"from":"thread `main`"}"#,
    );
    let says =
        "- spin is woken and polled without end: 1,001 steps in a row, and no wait that is known.";
    assert_eq!(wrong(&steps([by_itself, pause])), [says]);
    assert_eq!(
        wrong(&steps([pause, deferred])),
        [says],
        "as tokio's yield_now"
    );
    let nothing = [""; 0];
    assert_eq!(wrong(&steps([pause, by_other])), nothing);
    assert_eq!(wrong(&steps([pause, by_socket])), nothing);
    assert_eq!(wrong(&steps([waits, deferred])), nothing);
}

#[test]
fn a_queue_that_only_grows_is_told() {
    let mut lines = Vec::new();
    for n in 0..80 {
        lines.push(format!(
            r#"{{"t":{n},"ev":"spawn","task":{n},"name":"job {n}"}}"#
        ));
    }
    let trace = trace_of(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(
        wrong(&trace),
        ["- The run queue only grows: 80 tasks are in it at the end."]
    );
}

#[test]
fn tasks_that_pile_up_and_tasks_that_failed_are_told() {
    let names = ["client"; 100];
    let ends = r#"{"t":9,"ev":"end","task":101,"how":"panicked: no such row"}"#;
    let mut more = vec![r#"{"t":8,"ev":"spawn","task":101,"name":"db"}"#.to_owned()];
    more.extend((1..101).map(|task| format!(r#"{{"t":8,"ev":"pause","task":{task}}}"#)));
    more.extend([
        ends.to_owned(),
        r#"{"t":9,"ev":"timer","id":1,"due":20}"#.to_owned(),
    ]);
    let more: Vec<_> = more.iter().map(String::as_str).collect();
    let trace = with(&names, &more);
    assert_eq!(
        wrong(&trace),
        [
            "- 100 tasks that src/bank.rs:7 spawned have not ended.",
            "  They are client #1, client #2, client #3 and 97 others.",
            "- db panicked: no such row.",
        ]
    );
}

#[test]
fn the_first_of_several_tasks_of_a_function_has_a_number() {
    let names = ["reader", "reader 2", "copy", "copy"];
    let pause = r#"{"t":2,"ev":"pause","task":2,"on":"the end of reader"}"#;
    let text = text(&with(&names, &[pause]));
    for says in [
        "- reader 1 is",
        "- reader 2 waits for the end of reader 1\n",
        "- copy #3 is",
    ] {
        assert!(text.contains(says), "{text}");
    }
}

#[test]
fn it_is_told_when_nothing_can_wake_a_task() {
    let trace = with(
        &["reader"],
        &[
            r#"{"t":1,"ev":"poll","task":1}"#,
            r#"{"t":2,"ev":"pause","task":1,"on":"a message"}"#,
        ],
    );
    let says = "- Every task waits, and no recorded timer is set: only a socket, a thread or code that is not recorded can wake one.";
    assert_eq!(wrong(&trace), [says]);
}

#[test]
fn a_run_that_ended_well_has_nothing_wrong() {
    let trace = with(
        &["one"],
        &[
            r#"{"t":1,"ev":"poll","task":1}"#,
            r#"{"t":2,"ev":"end","task":1,"how":"done"}"#,
        ],
    );
    let text = text(&trace);
    assert!(
        text.starts_with("`bank`: 3 events in ≈ 0.000 s; 1 task, all have ended.\n\nNot in"),
        "{text}"
    );
}
