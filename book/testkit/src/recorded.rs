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
    let lines = Arc::new(Mutex::new(Vec::new()));
    let noted = lines.clone();
    let note = move |line| {
        let mut lines = noted.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push(line);
    };
    let observer = Observer {
        target,
        sees: Box::new(note),
    };
    subscriber::with_default(observer, program);
    let lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
    lines.clone()
}

/// Runs `program`, and hands `sees` each line that [`recorded`] would give, while the event is emitted. It may panic, as any observer of
/// a loop's events may.
pub fn observed<T>(
    sees: impl Fn(String) + Send + Sync + 'static,
    program: impl FnOnce() -> T,
) -> T {
    let observer = Observer {
        target: "event_loop",
        sees: Box::new(sees),
    };
    subscriber::with_default(observer, program)
}

struct Observer {
    /// Events with another target are ignored.
    target: &'static str,
    /// What is called with each event.
    sees: Box<dyn Fn(String) + Send + Sync>,
}

impl Subscriber for Observer {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == self.target
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        (self.sees)(line.message + &line.fields);
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
