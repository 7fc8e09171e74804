//! Wakers that tell who called them.

use crate::{
    current,
    event::{TaskId, What},
    sink,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Wake, Waker},
};

/// The waker of a task: it records the wake, and passes it on.
#[derive(Debug)]
pub(crate) struct TaskWaker {
    task: TaskId,
    inner: Waker,
    /// Set by the first wake, cleared by the next step: a task that is woken already is not woken again.
    woken: Arc<AtomicBool>,
}

impl TaskWaker {
    pub(crate) fn waker(task: TaskId, inner: &Waker, woken: &Arc<AtomicBool>) -> Waker {
        Waker::from(Arc::new(TaskWaker {
            task,
            inner: inner.clone(),
            woken: woken.clone(),
        }))
    }
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if sink::on() && !self.woken.swap(true, Ordering::AcqRel) {
            let by = current::current().map(|c| c.task);
            let from = by.is_none().then(current::source);
            let (task, at) = (self.task, None);
            // Before the wake, or the step that it leads to could be written first.
            sink::emit(What::Wake { task, by, from, at });
        }
        self.inner.wake_by_ref();
    }
}

/// The waker that a leaf gets, if it is known what wakes it: a timer.
#[derive(Debug)]
pub(crate) struct LeafWaker {
    inner: Waker,
    source: &'static str,
}

impl LeafWaker {
    pub(crate) fn waker(source: &'static str, inner: &Waker) -> Waker {
        let inner = inner.clone();
        Waker::from(Arc::new(LeafWaker { inner, source }))
    }
}

impl Wake for LeafWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        current::waking(self.source, || self.inner.wake_by_ref());
    }
}
