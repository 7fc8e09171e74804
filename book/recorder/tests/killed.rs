//! A program with two lines more, recorded by `LOOP_TRACE`, that hangs and is killed.
#![cfg(unix)] // the trace is read through a pipe, which has a name only there

mod support;

use recorder::{Trace, tokio}; // the first line
use std::{
    env,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};
use support::LIMIT;
use testkit::within;
use tokio::sync::Mutex;

#[tokio::main(flavor = "current_thread")]
async fn hangs() {
    let _recorder = recorder::start(); // the second line
    let lock = Mutex::new(());
    let _first = lock.lock().await;
    let _second = lock.lock().await;
}

#[test]
#[ignore = "it hangs: the other test runs it"]
fn child() {
    hangs();
}

#[test]
#[ignore = "the other tests run it"]
fn child_that_ends() {
    let first = recorder::start();
    let second = recorder::start(); // changes nothing
    drop(second);
    let own = tracing::subscriber::NoSubscriber::default();
    tracing::subscriber::set_global_default(own).expect("`start` sets no subscriber");
    drop(first);
}

#[test]
fn a_program_whose_trace_cannot_be_written_runs_all_the_same() {
    let test = Command::new(env::current_exe().expect("this test"))
        .args(["--ignored", "--exact", "child_that_ends"])
        .env("LOOP_TRACE", "/no/such/folder/run.trace")
        .output();
    let out = test.expect("it can be started");
    assert!(out.status.success());
    let says = "Nothing is recorded: LOOP_TRACE names /no/such/folder/run.trace: ";
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(said.starts_with(says), "{said}");
}

#[test]
fn the_second_start_changes_nothing() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let status = Command::new(env::current_exe().expect("this test"))
        .args(["--ignored", "--exact", "child_that_ends"])
        .env("LOOP_TRACE", file.path())
        .stdout(Stdio::null())
        .status();
    assert!(status.expect("it can be started").success());
    let trace = Trace::open(file.path()).expect("a trace");
    let names: Vec<_> = trace.events.iter().map(|event| event.what.name()).collect();
    assert_eq!(names, ["spawn", "poll", "pause", "end"]);
}

struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _it_has_ended = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs the child, and returns what it has written to standard error when it is recorded that it hangs.
fn until_it_hangs() -> String {
    let test = env::current_exe().expect("this test");
    let child = Command::new(test)
        .args(["--ignored", "--exact", "child"])
        .env("LOOP_TRACE", "/dev/stderr")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = Killed(child.expect("it can be started"));
    let lines = BufReader::new(child.0.stderr.take().expect("it is piped")).lines();
    let mut text = String::new();
    for line in lines {
        text += &line.expect("text");
        text += "\n";
        if text.ends_with("\"ev\":\"alive\"}\n") {
            return text;
        }
    }
    panic!("it has ended: {text}");
}

#[test]
fn what_a_killed_program_waited_for_is_in_its_trace() {
    let text = within(LIMIT, "a program that hangs", until_it_hangs);
    let trace = Trace::read(text.as_bytes()).expect("a trace");
    let text = recorder::text(&trace);
    let says = "- A task waits for what it holds itself:\n  main waits for the Mutex of killed.rs:19, held by main, taken at killed.rs:20.\n";
    assert!(text.contains(says), "{text}");
    assert!(
        text.contains("  at book/recorder/tests/killed.rs:21\n"),
        "{text}"
    );
}
