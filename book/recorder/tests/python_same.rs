//! A program does the same with looprec as without.

#[path = "support/python.rs"]
mod python;

use python::{finished, plain, python, recorded};
use recorder::{State, Trace, What};
use std::process::{Command, Output};

const PROGRAMS: [&str; 13] = [
    "child.py",
    "locks.py",
    "lost.py",
    "cancelled.py",
    "undrained.py",
    "threads.py",
    "errors.py",
    "steps.py",
    "kinds.py",
    "stopped.py",
    "pool.py",
    "pressed.py",
    "terminated.py",
];

fn same(with: &Output, without: &Output, program: &str) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert_eq!(with.status, without.status, "{program}");
    assert_eq!(text(&with.stdout), text(&without.stdout), "{program}");
    assert_eq!(text(&with.stderr), text(&without.stderr), "{program}");
}

#[test]
fn output_tracebacks_and_exit_codes_are_the_same() {
    let Some(python) = python((3, 9)) else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    for program in PROGRAMS {
        if cfg!(windows) && ["stopped.py", "pressed.py", "terminated.py"].contains(&program) {
            continue; // Windows knows no such signal
        }
        let file = folder.path().join(program);
        let with = finished(recorded(&python, program, &file));
        same(&with, &finished(plain(&python, program)), program);
        let trace = Trace::open(&file).expect("a trace");
        assert!(trace.events.len() > 10, "{program}: {:?}", trace.events);
        let failed =
            |what: &What| matches!(what, What::Note { say, .. } if say.contains("looprec"));
        assert!(
            !trace.events.iter().any(|event| failed(&event.what)),
            "{program}: {:?}",
            trace.events.last()
        );
    }
}

#[test]
fn exceptions_are_recorded_and_what_is_not_retrieved_is_still_told() {
    let Some(python) = python((3, 9)) else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("trace");
    let out = finished(recorded(&python, "errors.py", &file));
    let trace = Trace::open(&file).expect("a trace");
    let raised = |what: &What| matches!(what, What::End { how, .. } if how.starts_with("raised"));
    let raised = trace.events.iter().filter(|event| raised(&event.what));
    assert_eq!(raised.count(), 4, "first, second, third and main");
    let line = |what: &What| matches!(what, What::End { how, .. } if how.ends_with("('lost'), at errors.py:7"));
    assert!(trace.events.iter().any(|event| line(&event.what)));
    let lost = "Task exception was never retrieved";
    let noted = |what: &What| matches!(what, What::Note { say, .. } if say.starts_with(lost));
    let noted = trace.events.iter().filter(|event| noted(&event.what));
    assert_eq!(noted.count(), 1);
    assert!(String::from_utf8_lossy(&out.stderr).contains(lost));
}

#[test]
fn a_trace_is_reported_up_to_the_signal_that_told_the_program_to_stop() {
    let Some(python) = python((3, 9)).filter(|_| cfg!(unix)) else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let programs = [
        ("stopped.py", "SIGINT"),
        ("pressed.py", "SIGINT"),
        ("terminated.py", "SIGTERM"),
    ];
    for (program, signal) in programs {
        let file = folder.path().join(program);
        finished(recorded(&python, program, &file));
        let trace = Trace::open(&file).expect("a trace");
        let by = Some(signal.to_owned());
        let stops = |event: &&recorder::Event| matches!(event.what, What::Stopped { .. });
        let stopped: Vec<_> = trace
            .events
            .iter()
            .filter(stops)
            .map(|event| &event.what)
            .collect();
        assert_eq!(stopped, [&What::Stopped { by }], "{program}");
        let picture = recorder::Picture::after(trace.until_stopped());
        let waiting = |task: &recorder::Task| matches!(task.state, State::Waiting { .. });
        assert_eq!(picture.unended().count(), 2, "{program}");
        assert!(
            picture.unended().all(|(_, task)| waiting(task)),
            "{program}"
        );
        let report = recorder::text(&trace);
        assert!(
            report.contains("; 2 tasks, 2 have not ended.\nThe program was told to stop at ≈ "),
            "{report}"
        );
        let waiter = format!("- waiter waits for Event of {program}:8\n");
        assert!(report.contains(&waiter), "{report}");
    }
}

#[test]
fn a_program_without_a_loop_leaves_no_trace() {
    let Some(python) = python((3, 9)) else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("trace");
    let looprec = concat!(env!("CARGO_MANIFEST_DIR"), "/looprec.py");
    let mut module = Command::new(&python);
    module
        .args([looprec, "-m", "this"])
        .env("LOOP_TRACE", &file);
    assert!(finished(module).status.success());
    assert!(!file.exists());
}

#[test]
fn a_recording_that_begins_in_the_middle_has_the_tasks_that_are_there() {
    let Some(python) = python((3, 9)) else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("trace");
    let mut command = plain(&python, "inside.py");
    command.env("TRACE", &file);
    let out = finished(command);
    assert_eq!(out.status.code(), Some(3), "{out:?}");
    let picture = recorder::Picture::after(&Trace::open(&file).expect("a trace").events);
    let states = picture.tasks.values();
    let states: Vec<_> = states.map(|task| (&*task.name, &task.state)).collect();
    let facts: serde_json::Value = serde_json::from_slice(&out.stdout).expect("facts");
    let at = Some(format!("inside.py:{}", facts["waiting"]["waiter"]));
    let on = Some("Event `event`".to_owned());
    let expected = [
        ("main (Task-1)", &State::Running),
        ("waiter", &State::Waiting { on, at }),
    ];
    assert_eq!(states, expected);
}

#[test]
fn of_the_children_of_a_process_without_a_loop_one_is_recorded() {
    let Some(python) = python((3, 9)).filter(|_| cfg!(unix)) else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("trace");
    let out = finished(recorded(&python, "prefork.py", &file));
    assert!(out.status.success(), "{out:?}");
    let trace = Trace::open(&file).expect("a trace");
    assert_eq!(trace.unread, [""; 0]);
    let picture = recorder::Picture::after(&trace.events);
    let main = |task: &&recorder::Task| task.name.starts_with("main");
    assert_eq!(picture.tasks.values().filter(main).count(), 1);
}
