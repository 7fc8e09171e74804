//! What looks wrong in a trace, as the text says it.

mod support;

use recorder::{Trace, text};
use support::trace_of;

/// The lines below "What looks wrong".
fn wrong(trace: &Trace) -> Vec<String> {
    let text = text(trace);
    let lines = text
        .lines()
        .skip_while(|line| *line != "What looks wrong")
        .skip(1);
    lines
        .take_while(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

fn named(names: &[&str]) -> Vec<String> {
    let spawn = |(n, name): (usize, &&str)| {
        format!(
            r#"{{"t":0,"ev":"spawn","task":{},"name":"{name}","at":"src/bank.rs:7"}}"#,
            n + 1
        )
    };
    names.iter().enumerate().map(spawn).collect()
}

fn with(names: &[&str], more: &[&str]) -> Trace {
    let mut lines = named(names);
    lines.extend(more.iter().map(|line| (*line).to_owned()));
    trace_of(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}

const LOCKS: &[&str] = &[
    r#"{"t":10,"ev":"poll","task":1}"#,
    r#"{"t":11,"ev":"got","task":1,"what":"lock A"}"#,
    r#"{"t":12,"ev":"pause","task":1,"on":"sleep","at":"src/bank.rs:20"}"#,
    r#"{"t":13,"ev":"poll","task":2}"#,
    r#"{"t":14,"ev":"got","task":2,"what":"lock B"}"#,
    r#"{"t":15,"ev":"wait","task":2,"what":"lock A"}"#,
    r#"{"t":16,"ev":"pause","task":2,"on":"lock A","at":"src/bank.rs:31"}"#,
    r#"{"t":17,"ev":"wake","task":1,"from":"timer"}"#,
    r#"{"t":18,"ev":"poll","task":1}"#,
    r#"{"t":19,"ev":"wait","task":1,"what":"lock B"}"#,
    r#"{"t":20,"ev":"pause","task":1,"on":"lock B","at":"src/bank.rs:21"}"#,
];

#[test]
fn a_deadlock_is_told_whole() {
    let more = [
        LOCKS,
        &[
            r#"{"t":30,"ev":"poll","task":3}"#,
            r#"{"t":31,"ev":"wait","task":3,"what":"lock A"}"#,
            r#"{"t":32,"ev":"pause","task":3,"on":"lock A","at":"src/bank.rs:40"}"#,
            r#"{"t":2000032,"ev":"alive"}"#,
        ],
    ];
    let trace = with(&["there", "back", "audit"], &more.concat());
    let expected = "\
`bank`: 17 events in ≈ 2.000 s; 3 tasks, 3 have not ended.

What looks wrong
- These tasks wait for each other, and none can go on:
  there waits for the lock B, held by back.
  back waits for the lock A, held by there.
  Behind them: audit.

Where it ended
- back waits for lock A
  at src/bank.rs:31, spawned at src/bank.rs:7
  has the lock B
  for ≈ 2.000 s; last woken: never; longest step: ≈ 0.000 s
- there waits for lock B
  at src/bank.rs:21, spawned at src/bank.rs:7
  has the lock A
  for ≈ 2.000 s; last woken: ≈ 2.000 s ago by timer; longest step: ≈ 0.000 s
- audit waits for lock A
  at src/bank.rs:40, spawned at src/bank.rs:7
  for ≈ 2.000 s; last woken: never; longest step: ≈ 0.000 s

Not in this recording
- Tasks, locks, channels and timers that neither a wrapper nor tokio_unstable records.
- Sockets: a task that waits for one waits for something unknown.
";
    assert_eq!(text(&trace), expected);
}

#[test]
fn tasks_that_wait_for_a_task_that_can_go_on_are_no_deadlock() {
    let timer = [r#"{"t":21,"ev":"timer","task":1,"id":1,"due":99}"#];
    let trace = with(&["there", "back"], &[LOCKS, &timer].concat());
    assert_eq!(wrong(&trace), [""; 0], "there has a timeout");
    let woken = [r#"{"t":21,"ev":"wake","task":1,"by":2}"#];
    let trace = with(&["there", "back"], &[LOCKS, &woken].concat());
    assert_eq!(wrong(&trace), [""; 0], "there is in the queue");
}

#[test]
fn a_task_that_waits_for_its_own_lock_is_told() {
    let trace = with(
        &["greedy"],
        &[
            r#"{"t":1,"ev":"got","task":1,"what":"lock A"}"#,
            r#"{"t":2,"ev":"poll","task":1}"#,
            r#"{"t":3,"ev":"wait","task":1,"what":"lock A"}"#,
            r#"{"t":4,"ev":"pause","task":1,"on":"lock A"}"#,
        ],
    );
    assert_eq!(
        wrong(&trace)[..2],
        [
            "- A task waits for what it holds itself:",
            "  greedy waits for the lock A, held by greedy.",
        ]
    );
}

#[test]
fn a_lock_that_others_wait_for_is_told_after_100_ms() {
    for (after, found) in [(99_999, 0), (100_000, 1)] {
        let alive = format!(r#"{{"t":{},"ev":"alive"}}"#, 16 + after);
        let more = [
            &LOCKS[..7],
            &[r#"{"t":17,"ev":"timer","task":1,"id":1,"due":99}"#, &alive],
        ];
        let trace = with(&["there", "back"], &more.concat());
        let told = wrong(&trace);
        assert_eq!(told.len(), found, "{told:?}");
        if found == 1 {
            assert_eq!(told, ["- there has the lock A, and back waits for it."]);
        }
    }
}

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

#[test]
fn a_task_that_never_waits_is_told() {
    let mut lines = named(&["spin"]);
    for t in 0..1001 {
        lines.push(format!(r#"{{"t":{t},"ev":"poll","task":1}}"#));
        lines.push(format!(r#"{{"t":{t},"ev":"wake","task":1,"by":1}}"#));
        lines.push(format!(r#"{{"t":{t},"ev":"pause","task":1}}"#));
    }
    let trace = trace_of(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(
        wrong(&trace),
        ["- spin is woken and polled without end: it never waits."]
    );
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
