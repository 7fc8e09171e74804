//! The future of `block_on`, which the executor does not own.

use crate::runtime::scheduler::executor::{Executor, Task};
use crate::runtime::scheduler::shared::Shared;
use crate::runtime::task::waker::TaskWaker;
use crate::util::slot_map::Key;
use std::any::type_name;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// The future of `block_on`. It may borrow, so the executor cannot own it; a task without a future has its place.
pub(crate) struct Root<'a, F> {
    executor: &'a Executor,
    pub(crate) key: Key,
    waker: Arc<TaskWaker<Shared>>,
    future: Pin<&'a mut F>,
}

impl Executor {
    /// Adds a future that the caller polls.
    pub(crate) fn add_root<'a, F: Future>(&'a self, future: Pin<&'a mut F>) -> Root<'a, F> {
        self.root.set(type_name::<F>());
        let key = self.add(Task::default());
        let waker = TaskWaker::new(self.shared.clone(), key);
        if let Some(task) = self.tasks.borrow_mut().get_mut(key) {
            task.kept = Some(waker.clone());
        }
        Root {
            executor: self,
            key,
            waker,
            future,
        }
    }
}

impl<F: Future> Root<'_, F> {
    /// Polls the future once.
    pub(crate) fn poll(&mut self) -> Poll<F::Output> {
        if let Some(task) = self.executor.tasks.borrow_mut().get_mut(self.key) {
            self.executor.begin_poll(task);
        }
        let limit = self.executor.slow_task;
        let limit = limit.map(|limit| (limit, type_name::<F>()));
        let poll = |context: &mut Context<'_>| self.future.as_mut().poll(context);
        self.executor
            .poll_future(self.key, limit, &self.waker, poll)
    }
}

impl<F> Drop for Root<'_, F> {
    fn drop(&mut self) {
        let removed = self.executor.tasks.borrow_mut().remove(self.key);
        drop(removed);
    }
}
