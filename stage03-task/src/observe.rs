//! What the loop, its futures and its tasks say they do, while they do it.

use std::{
    collections::BTreeMap,
    fmt::{Debug, Write},
    mem,
    sync::{Arc, Mutex, PoisonError},
};
use tracing::{
    Dispatch, Event, Metadata, Subscriber,
    field::{Field, Visit},
    span,
    subscriber::{self, NoSubscriber},
};

/// One thing that happened: a name and what belongs to it, as `step` with `task` and `turn`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Happening {
    /// `register`, `ready`, `unregister`, `complete` and so on.
    pub name: String,
    fields: BTreeMap<&'static str, String>,
}

impl Happening {
    /// The value of a field, as it is printed.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }
}

/// Runs `program`, and tells `observer` at once of everything that the loops of this thread do meanwhile.
///
/// ```
/// use stage02::{EventLoop, Future};
/// use stage03::observe::observe;
/// use std::sync::{Arc, Mutex};
///
/// let names = Arc::new(Mutex::new(Vec::new()));
/// let noted = names.clone();
/// observe(move |happening| noted.lock().expect("one thread").push(happening.name.clone()), || {
///     Future::new(&EventLoop::new()?).set_result(1).expect("set once");
///     std::io::Result::Ok(())
/// })?;
/// assert_eq!(*names.lock().expect("one thread"), ["complete"]);
/// # std::io::Result::Ok(())
/// ```
pub fn observe<T>(
    observer: impl Fn(&Happening) + Send + Sync + 'static,
    program: impl FnOnce() -> T,
) -> T {
    // While there is only one subscriber, `tracing` asks only the thread that comes to an event first whether it has an observer for
    // it, and remembers the answer for all threads: "no", if that thread has no observer. A second one makes it ask them all.
    let _second = Dispatch::new(NoSubscriber::default());
    subscriber::with_default(Observer(observer), program)
}

/// How often each thing happened while `program` ran, by name.
pub fn tally<T>(program: impl FnOnce() -> T) -> (T, BTreeMap<String, usize>) {
    let counts = Arc::new(Mutex::new(BTreeMap::new()));
    let counted = counts.clone();
    let count = move |happening: &Happening| {
        let mut counts = counted.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(happening.name.clone()).or_default() += 1;
    };
    let value = observe(count, program);
    let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
    (value, mem::take(&mut counts))
}

struct Observer<F>(F);

impl<F: Fn(&Happening) + Send + Sync + 'static> Subscriber for Observer<F> {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "event_loop"
    }

    fn event(&self, event: &Event<'_>) {
        let mut happening = Happening::default();
        event.record(&mut happening);
        (self.0)(&happening);
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

impl Visit for Happening {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let text = match field.name() {
            "message" => &mut self.name,
            name => self.fields.entry(name).or_default(),
        };
        let _ = write!(text, "{value:?}");
    }
}
