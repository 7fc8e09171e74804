//! Tasks that wait for what others have, as the text says it.

mod support;

use recorder::text;
use support::{with, wrong};

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
  for ≈ 2.000 s, since ≈ 0.000 s; last woken: never
- there waits for lock B
  at src/bank.rs:21, spawned at src/bank.rs:7
  has the lock A
  for ≈ 2.000 s, since ≈ 0.000 s; last woken: ≈ 2.000 s ago by timer
- audit waits for lock A
  at src/bank.rs:40, spawned at src/bank.rs:7
  for ≈ 2.000 s, since ≈ 0.000 s; last woken: never

Not in this recording
- Tasks, locks, channels, timers and sockets that neither a wrapper nor tokio_unstable records.
- What a task waits for if that has no wrapper, such as a library's socket.
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
