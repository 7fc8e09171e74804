//! A future that is recorded as a task.

use crate::{
    current::{self, Current},
    event::{TaskId, What},
    sink,
    wakers::TaskWaker,
    words::task_name,
};
use pin_project_lite::pin_project;
use std::{
    any::{Any, type_name},
    borrow::Cow,
    panic::{self, AssertUnwindSafe, Location},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Waker},
};

/// Any future can be recorded as a task.
pub trait Record: Future + Sized {
    /// Records this future as a task: its steps, what it waits for, who wakes it, how it ends. For runtimes whose `spawn` has no
    /// wrapper here:
    ///
    /// ```
    /// # fn spawn(_: impl Future) {}
    /// use recorder::Record;
    /// spawn(async { /* … */ }.recorded("reader"));
    /// ```
    #[track_caller]
    fn recorded(self, name: impl Into<Cow<'static, str>>) -> Recorded<Self> {
        Recorded::new(self, Some(name.into()), Location::caller())
    }
}

impl<F: Future> Record for F {}

pin_project! {
    /// A future that is recorded as a task: see [`Record`].
    #[derive(Debug)]
    pub struct Recorded<F> {
        #[pin]
        future: F,
        // After the future: what that drops still belongs to the task.
        life: Life,
    }
}

/// What is known of the task.
#[derive(Debug)]
struct Life {
    name: Option<Cow<'static, str>>,
    /// The type of the future, which a task without a name is named after.
    future: &'static str,
    at: &'static Location<'static>,
    /// None before something records.
    task: Option<TaskId>,
    ended: bool,
    /// Without a recording there is none.
    woken: Option<Arc<AtomicBool>>,
    /// The waker of the last step, and its recording one.
    waker: Option<(Waker, Waker)>,
}

impl<F: Future> Recorded<F> {
    pub(crate) fn new(
        future: F,
        name: Option<Cow<'static, str>>,
        at: &'static Location<'static>,
    ) -> Self {
        let mut life = Life {
            name,
            future: type_name::<F>(),
            at,
            task: None,
            ended: false,
            woken: None,
            waker: None,
        };
        if sink::on() {
            life.task();
        }
        Recorded { future, life }
    }
}

#[cfg(feature = "tokio")]
impl<F> Recorded<F> {
    /// What a task says that waits for the end of this one.
    pub(crate) fn join_words(&self) -> crate::words::Words {
        crate::words::Words::Said(match self.life.name.as_deref() {
            Some(name) => format!("the end of {name}").into(),
            None => "the end of a task".into(),
        })
    }
}

impl<F: Future> Future for Recorded<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let me = self.project();
        if !sink::on() {
            let polled = me.future.poll(cx);
            me.life.ended |= polled.is_ready();
            return polled;
        }
        let (task, waker) = me.life.begin(cx.waker());
        let before = current::replace(Some(Current {
            task,
            traced: false,
        }));
        let keep = current::pending();
        let mut cx = Context::from_waker(&waker);
        let polled = panic::catch_unwind(AssertUnwindSafe(|| me.future.poll(&mut cx)));
        current::replace(before);
        let (on, at) = current::take_pending(keep);
        match &polled {
            Ok(Poll::Pending) => sink::emit(What::Pause { task, on, at }),
            Ok(Poll::Ready(_)) => me.life.end("done".to_owned()),
            Err(panic) => me
                .life
                .end(format!("panicked: {}", panic_message(&**panic))),
        }
        polled.unwrap_or_else(|panic| panic::resume_unwind(panic))
    }
}

impl Life {
    /// The task's number. The first call records the spawn.
    fn task(&mut self) -> TaskId {
        if let Some(task) = self.task {
            return task;
        }
        let task = sink::next_id();
        self.task = Some(task);
        let name = || Cow::Owned(task_name(self.future, self.at));
        let name = self.name.get_or_insert_with(name).to_string();
        let at = Some(place(self.at));
        let by = current::current().map(|c| c.task);
        sink::emit(What::Spawn { task, name, at, by });
        task
    }

    /// A step begins, with the waker that the future gets.
    fn begin(&mut self, inner: &Waker) -> (TaskId, Waker) {
        let task = self.task();
        let woken = self.woken.get_or_insert_default();
        woken.store(false, Ordering::Release);
        sink::emit(What::Poll { task });
        if let Some((of, waker)) = &self.waker
            && of.will_wake(inner)
        {
            return (task, waker.clone());
        }
        let waker = TaskWaker::waker(task, inner, woken);
        self.waker = Some((inner.clone(), waker.clone()));
        (task, waker)
    }

    fn end(&mut self, how: String) {
        self.ended = true;
        if let Some(woken) = &self.woken {
            woken.store(true, Ordering::Release);
        }
        if let Some(task) = self.task {
            sink::emit(What::End { task, how });
        }
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        if !self.ended && sink::on() {
            self.end("cancelled".to_owned());
        }
    }
}

/// `file:line`.
pub(crate) fn place(at: &Location<'_>) -> String {
    format!("{}:{}", at.file(), at.line())
}

fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let string = panic.downcast_ref::<String>().map(String::as_str);
    string
        .or(panic.downcast_ref::<&str>().copied())
        .unwrap_or("a value that is no text")
}
