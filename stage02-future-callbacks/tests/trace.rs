//! The events that a loop emits: what a replay is made of.

mod support;

use stage02::{EventLoop, Future, Interest};
use std::{
    fmt::{self, Write as _},
    sync::{Arc, Mutex},
};
use support::pair;
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
            "source" => {} // names ports
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
fn a_turn_leaves_its_events_in_order() {
    let lines = recorded(|| {
        let event_loop = EventLoop::new().unwrap();
        let (socket, _peer) = pair();
        let writable = Future::new(&event_loop);
        let on_writable = writable.clone();
        event_loop
            .register(socket, Interest::ReadWrite, move |event_loop, ready| {
                event_loop.modify(ready.key, Interest::Write).unwrap();
                event_loop.modify(ready.key, Interest::Write).unwrap();
                event_loop.unregister(ready.key).unwrap();
                on_writable.set_result(()).unwrap();
            })
            .unwrap();
        writable.add_done_callback(|_| {});
        event_loop.run().unwrap();
    });
    let expected = [
        "register key=0 interest=ReadWrite",
        "ready key=0 readable=false writable=true",
        "modify key=0 interest=Write",
        "unregister key=0",
        "complete future=0 ok=true callbacks=1",
        "call_soon callback=1",
        "callback callback=1",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn an_exception_that_nobody_saw_is_an_event() {
    let lines = recorded(|| {
        let event_loop = EventLoop::new().unwrap();
        event_loop.set_exception_handler(|_| {});
        Future::<()>::new(&event_loop)
            .set_exception(fmt::Error)
            .unwrap();
    });
    assert_eq!(lines.len(), 2);
    assert!(
        lines[1].starts_with("future exception was never retrieved"),
        "{}",
        lines[1]
    );
}
