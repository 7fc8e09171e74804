//! The events that a program's loops emit, as lines.

use std::{
    fmt::{self, Write as _},
    sync::{Arc, Mutex, PoisonError},
};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span, subscriber,
};

/// Runs `program`, and gives a line for each event with the target `event_loop` that this thread emits meanwhile: its message, and
/// its fields but for `source`, which names ports.
pub fn recorded(program: impl FnOnce()) -> Vec<String> {
    recorded_from("event_loop", program)
}

/// As [`recorded`], of another target, such as the path of a module.
pub fn recorded_from(target: &'static str, program: impl FnOnce()) -> Vec<String> {
    let recorder = Recorder(Arc::default(), target);
    subscriber::with_default(recorder.clone(), program);
    let lines = recorder.0.lock().unwrap_or_else(PoisonError::into_inner);
    lines.clone()
}

#[derive(Clone)]
struct Recorder(Arc<Mutex<Vec<String>>>, &'static str);

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == self.1
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push(line.message + &line.fields);
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
        let _ = match field.name() {
            "message" => write!(self.message, "{value:?}"),
            "source" => Ok(()),
            name => write!(self.fields, " {name}={value:?}"),
        };
    }
}
