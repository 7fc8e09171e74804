//! How a task ends, and who is told.

use crate::runtime::scheduler::executor::Executor;
use crate::{
    runtime::task::harness::Job,
    util::{
        panic::{catch_panic, emit},
        slot_map::Key,
    },
};
use std::{
    any::Any,
    pin::Pin,
    task::{Poll, Waker},
};

impl Executor {
    /// Keeps the outcome for the handle, or drops it if there is none, and wakes who awaits it.
    // ANCHOR: end
    pub(super) fn end(&self, key: Key, job: Pin<Box<dyn Job>>) {
        let mut tasks = self.tasks.borrow_mut();
        let task = tasks.get_mut(key).expect("it ends only once");
        task.ended = true;
        task.job = Some(job);
        let (joiner, kept) = (task.joiner.take(), task.kept.take());
        let unwanted = task.detached.then(|| tasks.remove(key));
        drop(tasks);
        drop(kept);
        emit!(DEBUG, task = key.generation, "complete");
        catch_panic(|| drop(unwanted));
        catch_panic(|| joiner.into_iter().for_each(Waker::wake));
    }
    // ANCHOR_END: end

    /// The outcome, if it is there; otherwise `waker` is woken when it is. No outcome at all if the runtime was
    /// dropped.
    pub(crate) fn join(&self, key: Key, waker: &Waker, outcome: &mut dyn Any) -> Poll<()> {
        if !self.has_ended(key) {
            let waker = waker.clone(); // user code: for all we know it ends the task
            let mut tasks = self.tasks.borrow_mut();
            if let Some(task) = tasks.get_mut(key).filter(|task| !task.ended) {
                assert!(task.job.is_some(), "a task waits for itself");
                let old = task.joiner.replace(waker);
                drop(tasks);
                catch_panic(|| drop(old));
                return Poll::Pending;
            }
        }
        let ended = self.tasks.borrow_mut().remove(key);
        if let Some(mut job) = ended.and_then(|task| task.job) {
            job.as_mut().take(outcome);
        }
        Poll::Ready(())
    }

    /// Drops the future of a task, now if it can be.
    // ANCHOR: abort
    pub(crate) fn abort(&self, key: Key) {
        let mut tasks = self.tasks.borrow_mut();
        let Some(task) = tasks.get_mut(key).filter(|task| !task.ended) else {
            return;
        };
        let Some(mut job) = task.job.take() else {
            task.aborted = true; // it is being polled: `check_in` comes back here
            return;
        };
        drop(tasks);
        job.as_mut().cancel();
        self.end(key, job);
    }
    // ANCHOR_END: abort

    /// Nobody will ask for the outcome.
    pub(crate) fn detach(&self, key: Key) {
        let mut tasks = self.tasks.borrow_mut();
        let Some(task) = tasks.get_mut(key) else {
            return;
        };
        task.detached = true;
        let joiner = task.joiner.take();
        let outcome = task.ended.then(|| tasks.remove(key));
        drop(tasks);
        catch_panic(|| drop(joiner));
        catch_panic(|| drop(outcome));
    }

    pub(crate) fn has_ended(&self, key: Key) -> bool {
        let mut tasks = self.tasks.borrow_mut();
        tasks.get_mut(key).is_none_or(|task| task.ended)
    }
}
