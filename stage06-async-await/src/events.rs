//! What the loop does, told to an observer. The replays of the book are recorded with it.
//!
//! The observer is called on the thread that acts, right after the act, while nothing is borrowed or locked. So it may
//! read the state of the loop with [`snapshot`](crate::snapshot::snapshot), wake tasks and spawn. If it panics, the loop
//! does not notice; see [`observe`]. What changed is the difference of two snapshots. [`place`] is the line that did it. A wake
//! on another thread is told to the observer of that thread.
//!
//! ```
//! use stage06::{Runtime, events::{Event, observe}};
//!
//! observe(Some(|event| println!("{event:?}"))); // Spawn(0), Wake(0), Turn, Select(Some(0ns)), Expire, Poll(0), …
//! Runtime::new()?.block_on(async {});
//! observe(None);
//! # std::io::Result::Ok(())
//! ```

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::time::Duration;

/// Something that the loop has done. A task is told by its id.
///
/// The future of `block_on` is no task. The first task that `block_on` spawns stands for it: that is woken and polled,
/// and then [`Event::Root`] tells that the future itself is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A turn begins.
    Turn,
    /// The loop has waited for sockets, for at most this long; `None`: without limit. Zero: it only looked.
    Select(Option<Duration>),
    /// The loop has removed the timers that are due, if there were any. It wakes their tasks next.
    Expire,
    /// This task was added. Its first wake follows.
    Spawn(u64),
    /// A waker of this task was called, and the task went to the run queue.
    Wake(u64),
    /// A waker of this task was called. It was woken already, so nothing was done.
    WakeAgain(u64),
    /// The poll of this task begins: it was taken out of the queue and out of the tasks.
    Poll(u64),
    /// This task waits. It is among the tasks again.
    Pending(u64),
    /// This task has ended, and its future is dropped.
    Complete(u64),
    /// The future of `block_on` is polled.
    Root,
    /// The sleep of this number has set its timer, or left a new waker with it.
    Timer(u64),
    /// The sleep of this number was dropped before its time, and its timer removed.
    Cancel(u64),
    /// The socket of this token was registered.
    Register(usize),
    /// An operation on the socket of this token would block. Its task waits for the next edge.
    Wait(usize),
    /// The socket of this token was deregistered.
    Deregister(usize),
}

thread_local! {
    static PLACE: Cell<Option<&'static Location<'static>>> = const { Cell::new(None) };
    static OBSERVER: Cell<Option<fn(Event)>> = const { Cell::new(None) };
    /// What the observer has panicked with.
    static PANIC: Cell<Option<Box<dyn Any + Send>>> = const { Cell::new(None) };
}

/// Sets the observer of what happens on this thread. One that panics is told nothing more.
///
/// # Panics
///
/// If the observer before has panicked. It was called in the middle of the loop, or by a destructor; here the panic goes on.
pub fn observe(observer: Option<fn(Event)>) {
    OBSERVER.set(observer);
    if let Some(panic) = PANIC.take() {
        resume_unwind(panic);
    }
}

/// Returns the place of the event that the observer is told of: the call of `emit`, or of the function that emits.
pub fn place() -> Option<&'static Location<'static>> {
    PLACE.get()
}

#[track_caller]
pub(crate) fn emit(event: Event) {
    if let Some(observer) = OBSERVER.get() {
        PLACE.set(Some(Location::caller()));
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| observer(event))) {
            OBSERVER.set(None);
            let _the_thread_ends = PANIC.try_with(|kept| kept.set(Some(panic)));
        }
    }
}
