//! What tokio tells of itself with `--cfg tokio_unstable` and its feature `tracing`: spans of tasks (`runtime.spawn`), of locks, channels
//! and timers (`runtime.resource`), and events of wakers. The names are in tokio's `src/util/trace.rs` and `src/runtime/task/waker.rs`;
//! console-subscriber reads the same.

use super::fields::Fields;
use crate::{
    current::{self, Current, Pending},
    event::{TaskId, What},
    sink,
    words::{Counter, file_of},
};
use tracing::{Event, Subscriber, span::Id};
use tracing_subscriber::{layer::Context, registry::LookupSpan};

/// A task's span.
struct Task {
    task: TaskId,
    /// True from the first wake to the next step.
    woken: bool,
}

/// The span of a lock, a channel, a timer.
#[derive(Clone)]
struct Resource {
    name: String,
    /// True if tokio tells when a task gets it and gives it back.
    is_lock: bool,
    asking: Vec<TaskId>,
    holder: Option<TaskId>,
    /// The number of the timer, while it is set.
    timer: Option<u64>,
}

pub(super) fn new_span<S>(fields: &Fields, id: &Id, cx: &Context<'_, S>, emit: impl Fn(What))
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let Some(span) = cx.span(id) else { return };
    let at = fields.text("loc.file").zip(fields.number("loc.line"));
    match span.name() {
        "runtime.spawn" if !current::is_unseen() => {
            let task = sink::next_id();
            let kind = fields.text("kind").unwrap_or("task");
            let name = fields.text("task.name").map(str::to_owned);
            let name = name.unwrap_or_else(|| numbered(&of_file(kind, at)));
            let at = at.map(|(file, line)| format!("{file}:{line}"));
            let by = current::current().map(|c| c.task);
            span.extensions_mut().insert(Task { task, woken: true });
            emit(What::Spawn { task, name, at, by });
        }
        "runtime.resource" => {
            // A lock is made of a semaphore, which is made in the span of the lock.
            let around = cx.lookup_current();
            let around = around.and_then(|s| s.extensions().get::<Resource>().cloned());
            let inside = fields.truth("is_internal") == Some(true);
            let part = |of: Resource| Resource {
                is_lock: false,
                ..of
            };
            let around = around.filter(|_| inside).map(part);
            let resource = around.unwrap_or_else(|| {
                let kind = match fields.text("concrete_type").unwrap_or("resource") {
                    "Sender|Receiver" => "oneshot",
                    "Semaphore" if inside => "channel or semaphore inside tokio",
                    kind => kind,
                };
                Resource {
                    name: numbered(&of_file(kind, at)),
                    is_lock: kind == "Mutex",
                    asking: Vec::new(),
                    holder: None,
                    timer: None,
                }
            });
            span.extensions_mut().insert(resource);
        }
        _ => {}
    }
}

pub(super) fn enter<S>(id: &Id, cx: &Context<'_, S>, emit: impl Fn(What))
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let Some(span) = cx.span(id) else { return };
    let mut extensions = span.extensions_mut();
    let Some(of) = extensions.get_mut::<Task>() else {
        return;
    };
    of.woken = false;
    let task = of.task;
    drop(extensions);
    current::replace(Some(Current { task, traced: true }));
    emit(What::Poll { task });
}

pub(super) fn exit<S>(id: &Id, cx: &Context<'_, S>, emit: impl Fn(What))
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let Some(task) = task_of(id, cx) else { return };
    current::replace(None);
    let (on, at) = current::take_pending(0);
    emit(What::Pause { task, on, at });
}

pub(super) fn close<S>(id: &Id, cx: &Context<'_, S>, emit: impl Fn(What))
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let resource = cx
        .span(id)
        .and_then(|span| span.extensions_mut().remove::<Resource>());
    if let Some(id) = resource.and_then(|resource| resource.timer) {
        emit(What::Untimer { id });
    }
    if let Some(task) = task_of(id, cx) {
        let how = "done, or cancelled: tokio does not tell".to_owned();
        emit(What::End { task, how });
    }
}

pub(super) fn event<S>(event: &Event<'_>, fields: &Fields, cx: &Context<'_, S>, emit: impl Fn(What))
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    match event.metadata().target() {
        "tokio::task::waker" => wake(fields, cx, emit),
        "runtime::resource::poll_op" | "runtime::resource::state_update" => {
            let Some(Current { task, traced: true }) = current::current() else {
                return;
            };
            let scope = cx.event_scope(event).into_iter().flatten();
            let told = scope.into_iter().find_map(|span| {
                let mut extensions = span.extensions_mut();
                let resource = extensions.get_mut::<Resource>()?;
                Some(resource.told(task, fields))
            });
            told.flatten().into_iter().for_each(emit);
        }
        _ => {}
    }
}

impl Resource {
    /// What an event tells of this resource, in a step of `task`.
    fn told(&mut self, task: TaskId, fields: &Fields) -> Option<What> {
        if let Some(millis) = fields.number("duration") {
            let id = *self.timer.get_or_insert_with(sink::next_id);
            let due = sink::in_future(millis.saturating_mul(1000));
            let task = Some(task);
            return Some(What::Timer { task, id, due });
        }
        if fields.truth("is_ready") == Some(true)
            && let Some(id) = self.timer.take()
        {
            return Some(What::Fired { id });
        }
        let what = self.name.clone();
        match (fields.truth("is_ready"), fields.truth("locked")) {
            (Some(false), _) => {
                let on = format!("the {what}");
                let (of, at) = (0, None);
                current::note_pending_once(Pending { of, on, at });
                if !self.is_lock || self.asking.contains(&task) {
                    return None;
                }
                self.asking.push(task);
                Some(What::Wait {
                    task,
                    what,
                    mode: None,
                })
            }
            (_, Some(true)) => {
                self.asking.retain(|asking| *asking != task);
                self.holder = Some(task);
                Some(What::Got {
                    task,
                    what,
                    mode: None,
                    at: None,
                })
            }
            (_, Some(false)) => {
                let task = self.holder.take()?;
                Some(What::Gave { task, what })
            }
            _ => None,
        }
    }
}

fn wake<S>(fields: &Fields, cx: &Context<'_, S>, emit: impl Fn(What))
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let wakes = matches!(fields.text("op"), Some("waker.wake" | "waker.wake_by_ref"));
    let id = fields.number("task.id").filter(|id| wakes && *id > 0);
    let Some(span) = id.and_then(|id| cx.span(&Id::from_u64(id))) else {
        return;
    };
    let mut extensions = span.extensions_mut();
    let Some(of) = extensions.get_mut::<Task>() else {
        return;
    };
    if std::mem::replace(&mut of.woken, true) {
        return;
    }
    let task = of.task;
    drop(extensions);
    let by = current::current().map(|c| c.task);
    let from = by.is_none().then(current::source);
    emit(What::Wake {
        task,
        by,
        from,
        at: None,
    });
}

fn task_of<S>(id: &Id, cx: &Context<'_, S>) -> Option<TaskId>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let span = cx.span(id)?;
    let extensions = span.extensions();
    extensions.get::<Task>().map(|of| of.task)
}

/// "Mutex of main.rs:12".
fn of_file(kind: &str, at: Option<(&str, u64)>) -> String {
    let Some((path, line)) = at else {
        return kind.to_owned();
    };
    format!("{kind} of {}:{line}", file_of(path))
}

/// The second of a name and those after it get a number.
fn numbered(name: &str) -> String {
    static MADE: Counter<String> = Counter::new();
    match MADE.count(name.to_owned()) {
        1 => name.to_owned(),
        nth => format!("{name} (number {nth})"),
    }
}
