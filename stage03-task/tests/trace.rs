//! The events that a task emits: what a replay is made of.

mod support;

use stage01::{Result, co};
use stage02::{EventLoop, Future};
use stage03::{
    Await, Task,
    observe::{Happening, observe, tally},
};
use std::sync::{Arc, Mutex};
use support::promptly;

fn line(did: &Happening) -> String {
    let field = |name: &str| did.field(name).map(|value| format!(" {name}={value}"));
    let fields = ["task", "number", "ok"]
        .iter()
        .filter_map(|name| field(name));
    did.name.clone() + &fields.collect::<String>()
}

/// What tasks say while a program runs.
fn recorded(program: impl FnOnce() -> Result) -> Vec<String> {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let noted = lines.clone();
    let note = move |did: &Happening| {
        if did.field("task").is_some() {
            noted.lock().unwrap().push(line(did));
        }
    };
    observe(note, program).unwrap();
    let lines = lines.lock().unwrap();
    lines.clone()
}

#[test]
fn a_task_leaves_its_events_in_order() {
    promptly("the task", || {
        let lines = recorded(|| {
            let event_loop = EventLoop::new()?;
            let future = Future::<()>::new(&event_loop);
            Task::spawn(&event_loop, Await::new(&future));
            future.set_result(())?;
            Ok(event_loop.run()?)
        });
        let expected = [
            "spawn task=1",
            "wait task=1 number=0",
            "step task=1 number=0",
            "yield task=1",
            "wait task=1 number=1",
            "step task=1 number=1",
            "complete task=1 ok=true",
        ];
        assert_eq!(lines, expected);
    });
}

#[test]
fn a_cancel_is_an_event_and_a_stale_wake_is_no_step() {
    promptly("the tasks", || {
        let lines = recorded(|| {
            let event_loop = EventLoop::new()?;
            let future = Future::<()>::new(&event_loop);
            Task::spawn(&event_loop, co(async |_| Ok(())));
            let task = Task::spawn(&event_loop, Await::new(&future));
            event_loop.run()?;
            task.cancel();
            task.cancel();
            event_loop.run()?;
            future.set_result(())?;
            Ok(event_loop.run()?)
        });
        let second: Vec<_> = lines.iter().filter(|l| l.contains("task=2")).collect();
        let expected = [
            "spawn task=2",
            "wait task=2 number=0",
            "step task=2 number=0",
            "yield task=2",
            "wait task=2 number=1",
            "cancel task=2",
            "wait task=2 number=1",
            "cancel task=2",
            "wait task=2 number=1",
            "step task=2 number=1",
            "complete task=2 ok=false",
        ];
        assert_eq!(second, expected.iter().collect::<Vec<_>>());
    });
}

#[test]
fn a_tally_counts_what_happened_while_the_program_ran() {
    promptly("the task", || {
        let event_loop = EventLoop::new().unwrap();
        let (task, counts) = tally(|| Task::spawn(&event_loop, co(async |_| Ok(()))));
        assert_eq!((counts["spawn"], counts.get("step")), (1, None));
        let (_, counts) = tally(|| event_loop.run().unwrap());
        assert_eq!((counts["step"], counts.get("spawn")), (1, None));
        assert!(task.done());
    });
}
