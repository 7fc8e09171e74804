//! How a task completes, and the tasks that await it.

use crate::runtime::scheduler::executor::{Executor, Task};
use crate::runtime::task::harness::RawTask;
use crate::util::panic::{catch_panic, emit};
use crate::util::slot_map::Key;
use std::any::Any;
use std::mem;
use std::num::NonZeroU32;
use std::pin::Pin;
use std::task::{Poll, Waker};

impl Executor {
    /// Keeps the outcome for the handle, or drops it if there is no handle, and wakes the task that awaits it.
    // ANCHOR: complete
    pub(super) fn complete(&self, key: Key, future: Pin<Box<dyn RawTask>>) {
        let mut tasks = self.tasks.borrow_mut();
        let task = tasks.get_mut(key).expect("it completes only once");
        task.finished = true;
        task.future = Some(future);
        let (join_waker, kept) = (self.take_join_waker(task), task.kept.take());
        let unwanted = task.detached.then(|| tasks.remove(key));
        drop(tasks);
        drop(kept);
        emit!(DEBUG, task = key.generation, "complete");
        if unwanted.is_some() {
            catch_panic(|| drop(unwanted));
        }
        if let Some(join_waker) = join_waker {
            catch_panic(|| join_waker.wake());
        }
    }
    // ANCHOR_END: complete

    /// Moves the outcome out, if it is there; otherwise `waker` is woken when it is. There is no outcome if the
    /// runtime was dropped before the task was spawned.
    pub(crate) fn join(&self, key: Key, waker: &Waker, outcome: &mut dyn Any) -> Poll<()> {
        if !self.is_finished(key) {
            let waker = waker.clone(); // user code: it may even abort the task
            let mut tasks = self.tasks.borrow_mut();
            if let Some(task) = tasks.get_mut(key).filter(|task| !task.finished) {
                assert!(task.future.is_some(), "a task waits for itself");
                let old = self.set_join_waker(task, waker);
                drop(tasks);
                catch_panic(|| drop(old));
                return Poll::Pending;
            }
        }
        let finished = self.tasks.borrow_mut().remove(key);
        if let Some(mut future) = finished.and_then(|task| task.future) {
            future.as_mut().take_output(outcome);
            self.boxes.keep(future);
        }
        Poll::Ready(())
    }

    /// Returns the waker that was there.
    fn set_join_waker(&self, task: &mut Task, waker: Waker) -> Option<Waker> {
        let mut join_wakers = self.join_wakers.borrow_mut();
        if let Some(place) = task.join_waker {
            return Some(mem::replace(
                &mut join_wakers[place.get() as usize - 1],
                waker,
            ));
        }
        task.join_waker = NonZeroU32::new(join_wakers.insert(waker) as u32 + 1);
        None
    }

    fn take_join_waker(&self, task: &mut Task) -> Option<Waker> {
        let place = task.join_waker.take()?.get() as usize - 1;
        Some(self.join_wakers.borrow_mut().remove(place))
    }

    /// Drops the future of a task: now, or after the poll that is going on.
    // ANCHOR: abort
    pub(crate) fn abort(&self, key: Key) {
        let mut tasks = self.tasks.borrow_mut();
        let Some(task) = tasks.get_mut(key).filter(|task| !task.finished) else {
            return;
        };
        let Some(mut future) = task.future.take() else {
            task.aborted = true; // it is being polled: `put_back` calls this again
            return;
        };
        drop(tasks);
        future.as_mut().cancel();
        self.complete(key, future);
    }
    // ANCHOR_END: abort

    /// No handle will ask for the outcome any more.
    pub(crate) fn detach(&self, key: Key) {
        let mut tasks = self.tasks.borrow_mut();
        let Some(task) = tasks.get_mut(key) else {
            return;
        };
        task.detached = true;
        let join_waker = self.take_join_waker(task);
        let outcome = task.finished.then(|| tasks.remove(key));
        drop(tasks);
        catch_panic(|| drop(join_waker));
        catch_panic(|| drop(outcome));
    }

    pub(crate) fn is_finished(&self, key: Key) -> bool {
        let mut tasks = self.tasks.borrow_mut();
        tasks.get_mut(key).is_none_or(|task| task.finished)
    }

    /// Drops every future that has not finished, the oldest first. Later wakes do nothing, and what a destructor
    /// spawns is dropped too.
    pub(crate) fn close(&self) {
        self.closed.set(true);
        let tasks = self.tasks.borrow().keys();
        tasks.into_iter().for_each(|task| self.abort(task));
        self.ready.borrow_mut().clear();
        self.cached.take();
    }
}
