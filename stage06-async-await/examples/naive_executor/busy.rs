//! Version 0: it polls all tasks, over and over.

use crate::BoxFuture;
use std::task::{Context, Waker};

#[derive(Default)]
pub(crate) struct Executor {
    tasks: Vec<BoxFuture>,
}

impl Executor {
    pub(crate) fn spawn(&mut self, future: impl Future<Output = ()> + 'static) {
        self.tasks.push(Box::pin(future));
    }

    // ANCHOR: run
    pub(crate) fn run(&mut self) {
        let mut context = Context::from_waker(Waker::noop());
        while !self.tasks.is_empty() {
            self.tasks
                .retain_mut(|task| task.as_mut().poll(&mut context).is_pending());
        }
    }
    // ANCHOR_END: run
}
