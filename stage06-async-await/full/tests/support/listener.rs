//! A listener of the runtime's events that acts: it is user code.
#![allow(dead_code)]

use std::{
    cell::RefCell,
    fmt::{self, Write as _},
};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span, subscriber,
};

type Act = Box<dyn FnMut(&Heard)>;

thread_local! {
    static ACT: RefCell<Option<Act>> = const { RefCell::new(None) };
}

/// An event.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heard {
    pub(crate) message: String,
    pub(crate) fields: String,
}

/// Runs `program`, and calls `act` at each event of the loop on this thread.
pub(crate) fn listening<T>(act: impl FnMut(&Heard) + 'static, program: impl FnOnce() -> T) -> T {
    ACT.set(Some(Box::new(act)));
    let value = subscriber::with_default(Listener, program);
    let act = ACT.take();
    drop(act);
    value
}

struct Listener;

/// What the listener does is over, also when it has panicked.
struct Over(Option<Act>);

impl Drop for Over {
    fn drop(&mut self) {
        ACT.set(self.0.take());
    }
}

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "event_loop"
    }

    fn event(&self, event: &Event<'_>) {
        let mut heard = Heard::default();
        event.record(&mut heard);
        let mut over = Over(ACT.take());
        if let Some(act) = &mut over.0 {
            act(&heard);
        }
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

impl Visit for Heard {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = match field.name() {
            "message" => write!(self.message, "{value:?}"),
            name => write!(self.fields, " {name}={value:?}"),
        };
    }
}
