//! The runtime that runs on this thread. A task cannot own the runtime that owns it: it asks here.

use crate::runtime::core::Core;
use crate::runtime::metrics::Metrics;
use crate::runtime::scheduler::shared::{Message, Shared};
use crate::runtime::task::waker::{Schedule, TaskWaker};
use crate::util::panic::emit;
use crate::util::slot_map::Key;
use std::cell::RefCell;
use std::ptr;
use std::rc::Rc;
use std::sync::Arc;

thread_local! {
    static CURRENT: RefCell<Option<Rc<Core>>> = const { RefCell::new(None) };
}

/// While this lives, a runtime is current on this thread. Then the one before is again, also when the end is a panic.
pub(crate) struct EnterGuard(Option<Rc<Core>>);

impl EnterGuard {
    /// For a loop.
    ///
    /// # Panics
    ///
    /// If a runtime runs here already: while the inner loop waited, no task of the outer one would be polled.
    pub(crate) fn enter_runtime(core: &Rc<Core>) -> Self {
        let entered = EnterGuard::set_current(core);
        assert!(
            entered.0.is_none(),
            "block_on inside of block_on: a loop turns on this thread already; spawn the future, or await it"
        );
        entered
    }

    /// For what does not wait. When the thread is ending, no runtime becomes current.
    pub(crate) fn set_current(core: &Rc<Core>) -> Self {
        let outer = CURRENT.try_with(|current| current.replace(Some(core.clone())));
        EnterGuard(outer.ok().flatten())
    }
}

impl Drop for EnterGuard {
    fn drop(&mut self) {
        let _left = CURRENT.try_with(|current| current.replace(self.0.take()));
    }
}

/// Asks the current runtime for something, if there is one. `ask` must not run user code, since that may run a runtime.
pub(crate) fn with_current<T>(ask: impl FnOnce(&Core) -> T) -> Option<T> {
    let ask = |current: &RefCell<Option<Rc<Core>>>| current.borrow().as_deref().map(ask);
    CURRENT.try_with(ask).ok().flatten()
}

/// The current runtime, if there is one. There is none when the thread is ending.
pub(crate) fn current() -> Option<Rc<Core>> {
    CURRENT.try_with(|current| current.borrow().clone()).ok()?
}

/// The current runtime.
///
/// # Panics
///
/// If no runtime runs on this thread.
pub(crate) fn expect_current() -> Rc<Core> {
    current().expect("no runtime runs on this thread: call this inside of Runtime::block_on")
}

/// True if a runtime runs on this thread right now. Python: `asyncio.get_running_loop()`, which raises if there is
/// none.
pub fn is_running() -> bool {
    current().is_some()
}

/// Returns the numbers of the current runtime.
///
/// # Panics
///
/// Outside of a runtime.
pub fn metrics() -> Metrics {
    expect_current().metrics()
}

// ANCHOR: schedule
impl Schedule for Shared {
    /// On the loop's own thread a wake is a push onto a queue, without a lock. The event is emitted when the current
    /// runtime is not borrowed any more: a listener may drop a runtime.
    fn schedule_local(&self, task: Key) -> bool {
        let enqueue = |core: &Core| {
            let ours = ptr::eq(Arc::as_ptr(core.shared()), self);
            ours.then(|| core.executor.enqueue(task))
        };
        let queued = with_current(enqueue).flatten();
        if queued == Some(true) {
            emit!(TRACE, task = task.generation, "wake");
        }
        queued.is_some()
    }

    fn schedule_remote(&self, waker: Arc<TaskWaker<Self>>) {
        self.send(Message::Wake(waker));
    }
}
// ANCHOR_END: schedule
