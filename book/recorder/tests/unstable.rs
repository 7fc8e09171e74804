//! An unmodified program, recorded by what tokio itself tells. It is built with other flags, in a target folder of its own:
//! `cargo test -p recorder --test unstable -- --ignored`.

use recorder::{Picture, Trace, What};
use std::{env, process::Command};

#[test]
#[ignore = "builds tokio again, with --cfg tokio_unstable"]
fn an_unmodified_program_shows_its_tasks_locks_and_wakes() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let file = tempfile::NamedTempFile::new().expect("a file");
    let run = "run --quiet --package recorder --features tokio/tracing --example unmodified";
    let status = Command::new(env!("CARGO"))
        .args(run.split(' '))
        .args(["--target-dir", "target/unstable"])
        .env("RUSTFLAGS", "--cfg tokio_unstable")
        .env("LOOP_TRACE", file.path())
        .current_dir(root)
        .status();
    assert!(status.expect("cargo runs").success());

    let trace = Trace::open(file.path()).expect("a trace");
    assert_eq!(trace.unread, [""; 0]);
    let picture = Picture::after(&trace.events);
    let names: Vec<_> = picture
        .tasks
        .values()
        .map(|task| task.name.as_str())
        .collect();
    let expected = [
        "main",
        "block_on of unmodified.rs:17",
        "task of unmodified.rs:23",
        "task of unmodified.rs:24",
    ];
    assert_eq!(names, expected);

    // Up to the timeout, the two tasks have a lock each and wait for the other.
    let timeout = trace
        .events
        .iter()
        .rposition(|e| e.what == What::Poll { task: 1 });
    let end = trace.events[..timeout.expect("a step")]
        .iter()
        .rposition(|e| e.what == What::Poll { task: 1 });
    let hung = Trace {
        events: trace.events[..end.expect("a step")].to_vec(),
        ..trace.clone()
    };
    let text = recorder::text(&hung);
    let says = "\
- These tasks wait for each other, and none can go on:
  task of unmodified.rs:23 waits for the Mutex of unmodified.rs:21 (number 2), held by task of unmodified.rs:24.
  task of unmodified.rs:24 waits for the Mutex of unmodified.rs:21, held by task of unmodified.rs:23.
";
    assert!(text.contains(says), "{text}");
    let unseen =
        "- Of what only tokio_unstable tells: who has an RwLock or a permit of a Semaphore,";
    assert!(text.contains(unseen), "{text}");
    let set = |event: &&recorder::Event| event.what.name() == "timer";
    let timers = trace.events.iter().filter(set).count();
    assert_eq!(timers, 3, "two sleeps and a timeout");
    assert!(picture.timers.is_empty(), "{picture:?}");
    let woken = |task: u64| {
        trace
            .events
            .iter()
            .any(|e| matches!(e.what, What::Wake { task: of, .. } if of == task))
    };
    assert!(woken(2) && woken(3), "the sleeps wake them");
    let asked = trace
        .events
        .iter()
        .filter(|e| e.what.name() == "wait")
        .count();
    assert_eq!(asked, 2, "each asks once for what it does not get");
}
