//! The runtime that runs on this thread. A task cannot own the runtime that owns it: it asks here.

use crate::runtime::coop;
use crate::runtime::core::Core;
use crate::runtime::metrics::Metrics;
use crate::runtime::scheduler::shared::{Message, Shared};
use crate::runtime::task::waker::{Schedule, TaskWaker};
use crate::util::panic::emit;
use crate::util::slot_map::Key;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::rc::Rc;
use std::sync::Arc;
use std::{ptr, thread};

thread_local! {
    /// `EnterGuard` empties it, so it needs no destructor. Without one, an access is a plain load.
    static CONTEXT: ManuallyDrop<Context> = const { ManuallyDrop::new(Context::none()) };
}

/// What a thread knows of runtimes.
struct Context {
    current: RefCell<Option<Rc<Core>>>,
    /// Where its thread-safe half is: a waker compares without a borrow, which would be a store.
    shared: Cell<*const Shared>,
    /// True while a loop turns here, or a runtime runs destructors.
    busy: Cell<bool>,
    /// How many guards there are.
    depth: Cell<usize>,
}

/// What was there before a guard.
struct Outer {
    current: Option<Rc<Core>>,
    busy: bool,
    depth: usize,
}

impl Context {
    const fn none() -> Self {
        Context {
            current: RefCell::new(None),
            shared: Cell::new(ptr::null()),
            busy: Cell::new(false),
            depth: Cell::new(0),
        }
    }

    fn replace(&self, new: Outer) -> Outer {
        let shared = new.current.as_ref().map(|core| Arc::as_ptr(core.shared()));
        self.shared.set(shared.unwrap_or(ptr::null()));
        Outer {
            current: self.current.replace(new.current),
            busy: self.busy.replace(new.busy),
            depth: self.depth.replace(new.depth),
        }
    }
}

/// While this lives, a runtime is current on this thread. Then the one before is again, also when the end is a panic.
/// `None` when it must not bring that one back: a guard of `Runtime::enter` was dropped out of order.
pub(crate) struct EnterGuard(Option<Outer>);

impl EnterGuard {
    /// For a loop.
    ///
    /// # Panics
    ///
    /// If a runtime runs here already: while the inner loop waited, no task of the outer one would be polled.
    pub(crate) fn enter_runtime(core: &Rc<Core>) -> Self {
        assert!(
            !CONTEXT.with(|context| context.busy.get()),
            "block_on inside of block_on: a loop turns on this thread already; spawn the future, or await it"
        );
        EnterGuard::set_current(core)
    }

    /// For destructors, which do not wait.
    pub(crate) fn set_current(core: &Rc<Core>) -> Self {
        EnterGuard::new(core, |_| true)
    }

    fn new(core: &Rc<Core>, busy: impl FnOnce(bool) -> bool) -> Self {
        let outer = CONTEXT.with(|context| {
            context.replace(Outer {
                current: Some(core.clone()),
                busy: busy(context.busy.get()),
                depth: context.depth.get() + 1,
            })
        });
        EnterGuard(Some(outer))
    }
}

impl Drop for EnterGuard {
    fn drop(&mut self) {
        if let Some(outer) = self.0.take() {
            if !outer.busy {
                coop::lift();
            }
            let left = CONTEXT.with(|context| context.replace(outer));
            drop(left);
        }
    }
}

/// Keeps a runtime current on this thread; made by [`Runtime::enter`](crate::Runtime::enter).
///
/// # Panics
///
/// When it is dropped before a guard that was made later: guards end in the reverse order.
#[must_use = "the runtime is current only while this lives"]
pub struct CurrentGuard<'a> {
    guard: EnterGuard,
    depth: usize,
    runtime: PhantomData<&'a Core>,
}

impl CurrentGuard<'_> {
    pub(crate) fn new(core: &Rc<Core>) -> Self {
        let guard = EnterGuard::new(core, |busy| busy);
        CurrentGuard {
            depth: guard.0.as_ref().map_or(0, |outer| outer.depth + 1),
            guard,
            runtime: PhantomData,
        }
    }
}

impl Drop for CurrentGuard<'_> {
    fn drop(&mut self) {
        if CONTEXT.with(|context| context.depth.get() != self.depth) {
            self.guard.0 = None; // what was before it is not what should come back
            assert!(
                thread::panicking(),
                "a guard of Runtime::enter was dropped before one that was made later"
            );
        }
    }
}

impl fmt::Debug for CurrentGuard<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CurrentGuard").finish_non_exhaustive()
    }
}

/// Asks the current runtime for something, if there is one. `ask` must not run user code, since that may run a runtime.
pub(crate) fn with_current<T>(ask: impl FnOnce(&Core) -> T) -> Option<T> {
    CONTEXT.with(|context| context.current.borrow().as_deref().map(ask))
}

/// The current runtime, if there is one.
pub(crate) fn current() -> Option<Rc<Core>> {
    CONTEXT.with(|context| context.current.borrow().clone())
}

/// The current runtime.
///
/// # Panics
///
/// If no runtime runs on this thread.
pub(crate) fn expect_current() -> Rc<Core> {
    current().expect("no runtime runs on this thread: call this inside of Runtime::block_on, or after Runtime::enter")
}

/// True if a runtime runs on this thread right now. Python: `asyncio.get_running_loop()`, which raises if there is
/// none.
pub fn is_running() -> bool {
    CONTEXT.with(|context| context.busy.get())
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
        let local = CONTEXT.with(|context| ptr::eq(context.shared.get(), self));
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
