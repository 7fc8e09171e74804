//! A future whose waiting is recorded.

mod main_task;

use crate::{
    current::{self, Pending},
    event::{TaskId, What},
    recorded::place,
    sink::{self, MAIN},
    wakers::LeafWaker,
    words::Words,
};
use main_task::{as_main, is_main};
use pin_project_lite::pin_project;
use std::{
    borrow::Cow,
    panic::Location,
    pin::Pin,
    task::{Context, Poll},
};

/// Awaits `future`, and records that the task waits for it, in these words, at this line, and if it is dropped before it completes.
///
/// ```
/// # async fn example(socket: impl Future<Output = ()>) {
/// recorder::wait("the next request", socket).await;
/// # }
/// ```
#[track_caller]
pub fn wait<F: Future>(on: impl Into<Cow<'static, str>>, future: F) -> Wait<F> {
    Wait::new(future, Words::Said(on.into()), Kind::Whole)
}

/// What is recorded beside the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The words speak for all waits inside.
    Whole,
    /// A timer of this number, for so many µs. The words stand beside those of the waits inside.
    #[cfg_attr(not(feature = "tokio"), expect(dead_code))]
    Timer(u64, u64),
    /// The end of a task, which alone can wake.
    #[cfg_attr(not(feature = "tokio"), expect(dead_code))]
    End,
    /// Something that only a socket can wake.
    #[cfg_attr(not(feature = "net"), expect(dead_code))]
    Socket,
    /// The task asks for a lock, a permit, a place in a queue.
    Resource,
}

pin_project! {
    /// A future whose waiting is recorded: see [`wait`].
    #[derive(Debug)]
    pub struct Wait<F> {
        #[pin]
        future: F,
        state: State,
    }
}

#[derive(Debug)]
struct State {
    on: Words,
    kind: Kind,
    at: &'static Location<'static>,
    /// The task that waits, once it does.
    waits: Option<TaskId>,
    /// The number of this future, once it is polled.
    number: u64,
}

impl<F> Wait<F> {
    #[track_caller]
    pub(crate) fn new(future: F, on: Words, kind: Kind) -> Self {
        let at = Location::caller();
        Wait::at(future, on, kind, at)
    }

    pub(crate) fn at(future: F, on: Words, kind: Kind, at: &'static Location<'static>) -> Self {
        let state = State::new(on, kind, at);
        Wait { future, state }
    }

    /// Returns the future that is awaited.
    pub fn get_ref(&self) -> &F {
        &self.future
    }
}

#[cfg(feature = "tokio")]
impl<F> Wait<F> {
    pub(crate) fn inner(self: Pin<&mut Self>) -> Pin<&mut F> {
        self.project().future
    }

    pub(crate) fn into_inner(self) -> F {
        self.future
    }

    /// Another wait begins.
    pub(crate) fn again(self: Pin<&mut Self>, on: Words, kind: Kind) {
        let state = self.project().state;
        let new = State::new(on, kind, state.at);
        drop(std::mem::replace(state, new));
    }
}

impl<F: Future> Future for Wait<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let me = self.project();
        if !sink::on() {
            return me.future.poll(cx);
        }
        match current::current() {
            Some(now) if now.traced => me.future.poll(cx), // tokio itself tells what it waits for
            Some(now) => me.state.step(now.task, me.future, cx),
            None if is_main() => as_main(cx, |cx| me.state.step(MAIN, me.future, cx)),
            None => me.future.poll(cx),
        }
    }
}

impl State {
    fn new(on: Words, kind: Kind, at: &'static Location<'static>) -> State {
        State {
            on,
            kind,
            at,
            waits: None,
            number: 0,
        }
    }

    fn step<F: Future>(
        &mut self,
        task: TaskId,
        future: Pin<&mut F>,
        cx: &mut Context<'_>,
    ) -> Poll<F::Output> {
        match self.number {
            0 => self.number = sink::next_id(),
            polled_before => current::forget_pending(polled_before),
        }
        let keep = current::pending();
        let source = match self.kind {
            Kind::Timer(..) => Some("timer"),
            Kind::End => Some("the end of that task"),
            Kind::Socket => Some("socket"),
            Kind::Whole | Kind::Resource => None,
        };
        let polled = match source {
            Some(source) => woken_by(source, cx, |cx| future.poll(cx)),
            None => future.poll(cx),
        };
        if polled.is_ready() {
            self.complete(task);
        } else {
            if self.waits.replace(task).is_none() {
                self.begin(task);
            }
            let keep = match self.kind {
                Kind::Whole | Kind::End | Kind::Socket | Kind::Resource => keep,
                Kind::Timer(..) => current::pending(),
            };
            let (on, at) = (self.on.to_string(), Some(place(self.at)));
            let of = self.number;
            current::note_pending(keep, Pending { of, on, at });
        }
        polled
    }

    fn begin(&self, task: TaskId) {
        match self.kind {
            Kind::Resource => sink::emit(What::Wait {
                task,
                what: self.on.resource(),
                mode: self.on.mode(),
            }),
            #[cfg(feature = "tokio")]
            Kind::Timer(id, micros) => {
                let due = sink::in_future(micros);
                let task = Some(task);
                sink::emit(What::Timer { task, id, due });
            }
            _ => {}
        }
    }

    fn complete(&mut self, task: TaskId) {
        let waited = self.waits.take().is_some();
        match self.kind {
            Kind::Resource => sink::emit(What::Got {
                task,
                what: self.on.resource(),
                mode: self.on.mode(),
                at: Some(place(self.at)),
            }),
            Kind::Timer(id, _) if waited => sink::emit(What::Fired { id }),
            _ => {}
        }
    }
}

impl Drop for State {
    fn drop(&mut self) {
        let Some(task) = self.waits else { return };
        current::forget_pending(self.number);
        if let Kind::Timer(id, _) = self.kind {
            sink::emit(What::Untimer { id });
        }
        let (what, at) = (self.on.to_string(), Some(place(self.at)));
        sink::emit(What::Drop { task, what, at });
    }
}

/// Polls what only `source` wakes.
pub(crate) fn woken_by<T>(
    source: &'static str,
    cx: &mut Context<'_>,
    poll: impl FnOnce(&mut Context<'_>) -> Poll<T>,
) -> Poll<T> {
    let waker = LeafWaker::waker(source, cx.waker());
    current::lend(cx.waker(), || poll(&mut Context::from_waker(&waker)))
}
