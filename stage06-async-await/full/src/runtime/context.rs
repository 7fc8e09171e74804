//! The runtime that runs on this thread. A task cannot own the runtime that owns it: it asks here.

use crate::runtime::core::Core;
use crate::runtime::metrics::Metrics;
use crate::runtime::scheduler::shared::{Message, Shared};
use crate::runtime::task::waker::{Schedule, TaskWaker};
use crate::util::panic::emit;
use crate::util::slot_map::Key;
use std::cell::{Cell, RefCell};
use std::mem::ManuallyDrop;
use std::ptr;
use std::rc::Rc;
use std::sync::Arc;

thread_local! {
    /// `EnterGuard` empties it, so it needs no destructor. Without one, an access is a plain load.
    static CURRENT: ManuallyDrop<Current> = const { ManuallyDrop::new(Current::none()) };
}

struct Current {
    core: RefCell<Option<Rc<Core>>>,
    /// Where its thread-safe half is: a waker compares without a borrow, which would be a store.
    shared: Cell<*const Shared>,
}

impl Current {
    const fn none() -> Self {
        Current {
            core: RefCell::new(None),
            shared: Cell::new(ptr::null()),
        }
    }

    fn replace(&self, core: Option<Rc<Core>>) -> Option<Rc<Core>> {
        let shared = core.as_ref().map(|core| Arc::as_ptr(core.shared()));
        self.shared.set(shared.unwrap_or(ptr::null()));
        self.core.replace(core)
    }
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

    /// For what does not wait.
    pub(crate) fn set_current(core: &Rc<Core>) -> Self {
        EnterGuard(CURRENT.with(|current| current.replace(Some(core.clone()))))
    }
}

impl Drop for EnterGuard {
    fn drop(&mut self) {
        let left = CURRENT.with(|current| current.replace(self.0.take()));
        drop(left);
    }
}

/// Asks the current runtime for something, if there is one. `ask` must not run user code, since that may run a runtime.
pub(crate) fn with_current<T>(ask: impl FnOnce(&Core) -> T) -> Option<T> {
    CURRENT.with(|current| current.core.borrow().as_deref().map(ask))
}

/// The current runtime, if there is one.
pub(crate) fn current() -> Option<Rc<Core>> {
    CURRENT.with(|current| current.core.borrow().clone())
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

// ANCHOR: wake_local
impl Schedule for Shared {
    /// On the loop's own thread a wake is a push onto a queue, without a lock.
    #[inline]
    fn schedule_local(&self, task: Key) -> bool {
        let local = CURRENT.with(|current| ptr::eq(current.shared.get(), self));
        if local {
            wake_local(task);
        }
        local
    }

    fn schedule_remote(&self, waker: Arc<TaskWaker<Self>>) {
        self.send(Message::Wake(waker));
    }
}

/// The event is emitted when the current runtime is not borrowed any more: a listener may drop a runtime.
fn wake_local(task: Key) {
    if with_current(|core| core.executor.enqueue(task)) == Some(true) {
        emit!(TRACE, task = task.generation, "wake");
    }
}
// ANCHOR_END: wake_local
