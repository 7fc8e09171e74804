//! The events that a loop emits: what a replay is made of.

mod support;

use stage01::co;
use stage05::{Loop, interrupt, sleep};
use std::{
    fmt::{self, Write as _},
    sync::{Arc, Mutex},
};
use support::{failing, ms, virtual_loop};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span,
};

/// Writes each event of the loop down as a line.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<String>>>);

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "event_loop"
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        self.0.lock().unwrap().push(line.message + &line.fields);
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

#[derive(Default)]
struct Line {
    message: String,
    fields: String,
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        match field.name() {
            "message" => self.message = format!("{value:?}"),
            name => write!(self.fields, " {name}={value:?}").unwrap(),
        }
    }
}

fn recorded(program: impl FnOnce()) -> Vec<String> {
    let recorder = Recorder::default();
    tracing::subscriber::with_default(recorder.clone(), program);
    let lines = recorder.0.lock().unwrap();
    lines.clone()
}

#[test]
fn a_program_leaves_its_events_in_order() {
    let program = || {
        let main = co(async |y| {
            let child = Loop::current()?.add_task(interrupt());
            y.yield_from(sleep(ms(1))).await?;
            y.yield_from(child.join()).await
        });
        virtual_loop().run_task(main).unwrap();
    };
    let expected = [
        "add task=0",
        "step task=0",
        "add task=1",
        "step task=1",
        "step task=0",
        "step task=1",
        "complete task=1 ok=true",
        "step task=0",
        "complete task=0 ok=true",
    ];
    let _ = recorded(program);
    assert_eq!(recorded(program), expected);
    assert_eq!(recorded(program), expected, "and the same again");
}

#[test]
fn an_error_that_nobody_saw_is_an_event() {
    let lines = recorded(|| {
        let event_loop = Loop::new();
        drop(event_loop.add_task(failing()));
        let seen = event_loop.add_task(failing());
        event_loop.run();
        assert!(seen.result().is_some());
    });
    let unseen = lines
        .iter()
        .filter(|line| line.starts_with("task exception was never"));
    assert_eq!(unseen.count(), 1, "{lines:#?}");
}
