//! The thread-safe half of a runtime.

use crate::runtime::park::Unpark;
use crate::runtime::scheduler::inject::Inject;
use crate::runtime::task::harness::{Harness, RawTask};
use crate::runtime::task::send_join::SendJoinHandle;
use crate::runtime::task::waker::TaskWaker;
use crate::util::panic::catch_panic;
use futures::future::{AbortHandle, Abortable};
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

/// What other threads reach of a runtime: its inject queue, and its thread.
pub(crate) struct Shared {
    pub(crate) inject: Inject<Message>,
    pub(crate) unpark: Unpark,
}

// ANCHOR: Message
/// What another thread asks of the loop.
pub(crate) enum Message {
    /// Wake the task of this waker.
    Wake(Arc<TaskWaker<Shared>>),
    /// Add this task.
    Spawn(Pin<Box<dyn RawTask + Send>>),
    /// A thread for blocking code is idle: in virtual time, time may pass again.
    BlockingIdle,
}
// ANCHOR_END: Message

impl Shared {
    /// For a loop on this thread.
    pub(crate) fn new() -> Self {
        Shared {
            inject: Inject::new(),
            unpark: Unpark::new(),
        }
    }

    /// Sends a message to the loop, and unparks it if it is parked. If the loop is gone, the message is dropped.
    // ANCHOR: send
    pub(crate) fn send(&self, message: Message) {
        match self.inject.push(message) {
            Ok(false) => {}
            Ok(true) => self.unpark.unpark(),
            Err(refused) => _ = catch_panic(|| drop(refused)),
        }
    }
    // ANCHOR_END: send

    /// Makes a task of a future, from any thread.
    // ANCHOR: spawn
    pub(crate) fn spawn<F>(&self, future: F) -> SendJoinHandle<F::Output>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        let (abort, registration) = AbortHandle::new_pair();
        let (report, handle) = SendJoinHandle::new(move || abort.abort());
        let task = Harness::new(Abortable::new(future, registration), Some(report));
        self.send(Message::Spawn(Box::pin(task)));
        handle
    }
    // ANCHOR_END: spawn
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}
