//! Queues, and what tasks that ended had taken, as the text says it.

mod support;

use recorder::text;
use support::{with, wrong};

const TIMER: &str = r#"{"t":10,"ev":"timer","id":9,"due":99}"#;

fn line(t: u64, ev: &str, task: usize, left: usize) -> String {
    format!(
        r#"{{"t":{t},"ev":"{ev}","task":{task},"what":"Queue `pool`","left":{left},"at":"a.py:{task}"}}"#
    )
}

/// A task gets an item.
fn waits(task: usize) -> [String; 3] {
    [
        format!(r#"{{"t":20,"ev":"poll","task":{task}}}"#),
        format!(r#"{{"t":20,"ev":"wait","task":{task},"what":"Queue `pool`"}}"#),
        format!(
            r#"{{"t":20,"ev":"pause","task":{task},"on":"Queue `pool`: get","at":"a.py:{task}"}}"#
        ),
    ]
}

fn ends(task: usize, how: &str) -> String {
    format!(r#"{{"t":15,"ev":"end","task":{task},"how":"{how}"}}"#)
}

/// `main` puts one item, `quick` takes and puts it back, `lost` takes it and ends, `last` waits; then `more`.
fn told(quick_puts: bool, how: &str, more: &[&str]) -> Vec<String> {
    let mut lines = vec![line(1, "put", 1, 1), line(2, "took", 2, 0)];
    lines.extend(quick_puts.then(|| line(3, "put", 2, 1)));
    lines.extend([line(4, "took", 3, 0), ends(2, "done"), ends(3, how)]);
    lines.extend(waits(4));
    let mut all: Vec<_> = lines.iter().map(String::as_str).collect();
    all.extend(more);
    wrong(&with(&["main", "quick", "lost", "last"], &all))
}

#[test]
fn an_item_that_an_ended_task_took_from_a_pool_is_told() {
    let says = "- lost took from the Queue `pool`, and ended without putting back; it is empty, and last waits for it.";
    let taken = "  Taken at a.py:3.";
    let how = "  lost: raised: KeyError(3), at ≈ 0.000 s.";
    let raised = "- lost raised: KeyError(3).";
    let awaited = r#"{"t":21,"ev":"got","task":4,"what":"result of last"}"#;
    for more in [&[TIMER][..], &[TIMER, awaited]] {
        let wrong = told(true, "raised: KeyError(3)", more);
        assert_eq!(wrong, [says, taken, how, raised]);
    }
}

#[test]
fn consumers_of_jobs_are_not_accused() {
    assert_eq!(told(false, "done", &[TIMER]), [""; 0]);
}

#[test]
fn a_task_that_has_not_ended_has_taken_from_the_pool() {
    let lines = [
        line(1, "put", 1, 1),
        line(2, "took", 2, 0),
        line(3, "put", 2, 1),
        line(4, "took", 3, 0),
        r#"{"t":5,"ev":"pause","task":3,"on":"a reply"}"#.to_owned(),
    ];
    let mut all: Vec<_> = lines.into_iter().chain(waits(4)).collect();
    all.extend([TIMER.to_owned(), r#"{"t":100020,"ev":"alive"}"#.to_owned()]);
    let all: Vec<_> = all.iter().map(String::as_str).collect();
    let trace = with(&["main", "quick", "slow", "last"], &all);
    let says = "- slow has taken from the Queue `pool`, and last waits for it.";
    assert_eq!(wrong(&trace), [says]);
    assert!(text(&trace).contains("\n  has taken from the Queue `pool`\n"));
}

#[test]
fn tasks_that_each_need_a_second_item_of_a_pool_are_a_circle() {
    let mut lines = vec![
        line(1, "put", 1, 1),
        line(2, "took", 2, 0),
        line(3, "put", 2, 1),
    ];
    lines.extend([line(4, "took", 3, 0), ends(1, "done"), ends(2, "done")]);
    lines.extend(waits(3));
    let all: Vec<_> = lines.iter().map(String::as_str).collect();
    assert_eq!(
        wrong(&with(&["main", "quick", "greedy"], &all))[..2],
        [
            "- A task waits for what it holds itself:",
            "  greedy waits for the Queue `pool`, held by greedy.",
        ]
    );
}

#[test]
fn a_lock_that_a_cancelled_task_had_is_told_even_if_no_task_waits_for_it() {
    let lock = |ev| format!(r#"{{"t":1,"ev":"{ev}","task":1,"what":"Lock `db`"}}"#);
    let drop = r#"{"t":9,"ev":"drop","task":1,"what":"sleep 5 s","at":"a.py:7"}"#;
    let by = r#"{"t":9,"ev":"note","task":1,"say":"is cancelled by a timer set at a.py:5"}"#;
    let cancelled = ends(1, "cancelled");
    let trace = with(&["one"], &[&lock("got"), drop, by, &cancelled]);
    assert_eq!(
        wrong(&trace),
        [
            "- one took the Lock `db`, and ended without giving it back.",
            "  one: cancelled by a timer set at a.py:5 while it waited at a.py:7, at ≈ 0.000 s.",
        ]
    );
    let trace = with(&["one"], &[&lock("got"), drop, &lock("gave"), &cancelled]);
    assert_eq!(wrong(&trace), [""; 0], "it gave the lock back");
    let trace = with(&["one"], &[&lock("got"), &ends(1, "done")]);
    assert_eq!(wrong(&trace), [""; 0], "another task may release it");
}

#[test]
fn what_alone_can_wake_a_task_is_told() {
    let only = |name: &str, lines: &[String]| {
        let mut all = lines.to_vec();
        all.extend(waits(2));
        let all: Vec<_> = all.iter().map(String::as_str).collect();
        let told = wrong(&with(&["main", name], &all));
        assert_eq!(
            told[0],
            "- Every task waits, no timer is set, and no task is left that could wake another."
        );
        assert_eq!(told.len(), 2);
        told[1].clone()
    };
    let gone = ends(1, "done");
    let nothing =
        "  Only a `put` can wake reader, and nothing was put into it while this was recorded.";
    assert_eq!(only("reader", std::slice::from_ref(&gone)), nothing);
    let main =
        "  Only a `put` can wake reader, and the task that put into it before has ended: main.";
    assert_eq!(
        only(
            "reader",
            &[line(1, "put", 1, 1), line(2, "took", 2, 0), gone.clone()]
        ),
        main
    );
    let callback = r#"{"t":1,"ev":"put","what":"Queue `pool`","left":1}"#.to_owned();
    let none = "  Only a `put` can wake reader, and what put into it before is no task.";
    assert_eq!(only("reader", &[callback, gone]), none);
}

#[test]
fn a_task_that_waits_for_another_is_told_with_what_that_waits_for() {
    let wait = |task, other: &str| {
        [
            format!(
                r#"{{"t":20,"ev":"got","task":{},"what":"result of {other}"}}"#,
                task + 1
            ),
            format!(r#"{{"t":20,"ev":"wait","task":{task},"what":"result of {other}"}}"#),
            format!(
                r#"{{"t":20,"ev":"pause","task":{task},"on":"task {other}","at":"a.py:{task}"}}"#
            ),
        ]
    };
    let lines: Vec<_> = wait(1, "batch")
        .into_iter()
        .chain(wait(2, "reader"))
        .chain(waits(3))
        .collect();
    let told = |more: &[&str]| {
        let mut all: Vec<_> = lines.iter().map(String::as_str).collect();
        all.extend(more);
        wrong(&with(&["main", "batch", "reader"], &all))
    };
    let alive = r#"{"t":100020,"ev":"alive"}"#;
    let chain = "- main waits for task batch (a.py:1); batch waits for task reader (a.py:2); \
                 reader waits for Queue `pool`: get (a.py:3), since ≈ 0.000 s.";
    let only =
        "  Only a `put` can wake reader, and nothing was put into it while this was recorded.";
    assert_eq!(told(&[alive]), [chain, only]);
    let timer = r#"{"t":21,"ev":"timer","task":3,"id":1,"due":200000}"#;
    assert_eq!(told(&[timer, alive]), [""; 0], "reader has a timeout");
}

#[test]
fn a_trace_is_reported_up_to_the_moment_at_which_the_program_was_told_to_stop() {
    let stopped = r#"{"t":2000000,"ev":"stopped","by":"SIGTERM"}"#;
    let mut lines = waits(1).to_vec();
    lines.extend([
        stopped.to_owned(),
        r#"{"t":2000100,"ev":"end","task":1,"how":"cancelled"}"#.to_owned(),
    ]);
    let all: Vec<_> = lines.iter().map(String::as_str).collect();
    let told = text(&with(&["reader"], &all));
    let begins = "`bank`: 4 events in ≈ 2.000 s; 1 task, 1 has not ended.\n\
                  The program was told to stop at ≈ 2.000 s (SIGTERM): this is where it was. What it did then is in the replay.\n";
    assert!(told.starts_with(begins), "{told}");
    let html = recorder::html(&with(&["reader"], &all));
    assert!(
        html.contains("told to stop at ≈ 2.000 s (SIGTERM)")
            && html.contains("<tr data-task=\"1\"")
    );
}
