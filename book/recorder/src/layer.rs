//! What programs tell by `tracing`: the loops of the stages, and tokio itself with `--cfg tokio_unstable` and its feature `tracing`.

mod fields;
mod stages;
mod unstable;

use crate::{
    event::What,
    sink::{self, Sink},
};
use fields::Fields;
use stages::Stages;
use std::{
    fmt,
    io::Write,
    sync::{Arc, Mutex, PoisonError},
};
use tracing::{
    Event, Metadata, Subscriber,
    span::{Attributes, Id},
};
use tracing_subscriber::{
    filter::filter_fn,
    layer::{Context, SubscriberExt as _},
    registry::{LookupSpan, Registry},
};

/// Returns a layer that records what a runtime tells, into `to`. `tasks` says whose tasks they are: "tokio", "stage04". It can be
/// composed with any other layer, and enables no event for those:
///
/// ```
/// use tracing_subscriber::layer::SubscriberExt as _;
/// let subscriber = tracing_subscriber::registry().with(recorder::layer("tokio", std::io::sink()));
/// # let _ = subscriber;
/// ```
///
/// Unless something records already, the wrappers of this crate write into `to`, too. `to` is written to under a lock: it must not
/// itself use `tracing`.
pub fn layer<S>(tasks: &str, to: impl Write + Send + 'static) -> impl tracing_subscriber::Layer<S>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let sink = Sink::new(tasks, to);
    let installed = sink::install(|| sink.clone()).is_some();
    of_sink(sink, installed)
}

/// Records what `tracing` tells, for the whole program, if that has set no subscriber.
pub(crate) fn install(sink: Arc<Sink>) {
    let subscriber = Registry::default().with(of_sink(sink, false));
    let _the_program_has_one = tracing::subscriber::set_global_default(subscriber);
}

pub(crate) fn of_sink<S>(sink: Arc<Sink>, installed: bool) -> impl tracing_subscriber::Layer<S>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let stages = Mutex::default();
    let layer = RecorderLayer {
        sink,
        stages,
        installed,
    };
    tracing_subscriber::Layer::with_filter(layer, filter_fn(is_of_a_loop))
}

fn is_of_a_loop(of: &Metadata<'_>) -> bool {
    let starts = |with| of.target().starts_with(with);
    let tokio = starts("tokio::task") || starts("runtime::resource");
    of.target() == "event_loop" || tokio || (of.is_span() && of.name().starts_with("runtime."))
}

struct RecorderLayer {
    sink: Arc<Sink>,
    stages: Mutex<Stages>,
    /// True if the wrappers write to this sink, until the layer is dropped.
    installed: bool,
}

impl Drop for RecorderLayer {
    fn drop(&mut self) {
        if self.installed {
            sink::off();
        }
    }
}

impl fmt::Debug for RecorderLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecorderLayer")
    }
}

impl<S> tracing_subscriber::Layer<S> for RecorderLayer
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn on_event(&self, event: &Event<'_>, cx: Context<'_, S>) {
        let fields = Fields::of(|fields| event.record(fields));
        if event.metadata().target() == "event_loop" {
            let stage = event.metadata().module_path().unwrap_or_default();
            let mut stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
            stages.event(stage, &fields, |what| self.sink.emit(what));
        } else {
            let emit = |what: What| self.sink.emit(what);
            unstable::event(event, &fields, &cx, emit);
        }
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, cx: Context<'_, S>) {
        let fields = Fields::of(|fields| attributes.record(fields));
        unstable::new_span(&fields, id, &cx, |what| self.sink.emit(what));
    }

    fn on_enter(&self, id: &Id, cx: Context<'_, S>) {
        unstable::enter(id, &cx, |what| self.sink.emit(what));
    }

    fn on_exit(&self, id: &Id, cx: Context<'_, S>) {
        unstable::exit(id, &cx, |what| self.sink.emit(what));
    }

    fn on_close(&self, id: Id, cx: Context<'_, S>) {
        unstable::close(&id, &cx, |what| self.sink.emit(what));
    }
}
