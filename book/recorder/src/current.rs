//! The task whose step this thread is in, and what its futures wait for.

use crate::event::TaskId;
use std::{
    cell::{Cell, RefCell},
    task::Waker,
    thread,
};

/// A task in a step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Current {
    pub(crate) task: TaskId,
    /// True if the task is known from events of `tracing`, and not from a wrapper.
    pub(crate) traced: bool,
}

/// A future that is pending at the end of the step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pending {
    /// The number of the future; 0 if it has none.
    pub(crate) of: u64,
    pub(crate) on: String,
    pub(crate) at: Option<String>,
}

thread_local! {
    static CURRENT: Cell<Option<Current>> = const { Cell::new(None) };
    static PENDING: RefCell<Vec<Pending>> = const { RefCell::new(Vec::new()) };
    /// True while a task is spawned that has a wrapper: what tokio itself tells of it is not recorded.
    static UNSEEN: Cell<bool> = const { Cell::new(false) };
    /// What wakes, if no task does.
    static WAKES: Cell<Option<&'static str>> = const { Cell::new(None) };
    /// The waker of the task, while a timer's future gets another.
    static LENT: RefCell<Option<Waker>> = const { RefCell::new(None) };
}

pub(crate) fn current() -> Option<Current> {
    CURRENT.try_with(Cell::get).ok().flatten()
}

/// Sets the task whose step this is, and returns the one that was.
pub(crate) fn replace(with: Option<Current>) -> Option<Current> {
    CURRENT.try_with(|c| c.replace(with)).ok().flatten()
}

/// How many futures of this step are pending.
pub(crate) fn pending() -> usize {
    PENDING.with_borrow(Vec::len)
}

/// Notes a pending future. Those that were noted after the first `keep` are a part of it, and it speaks for them.
pub(crate) fn note_pending(keep: usize, pending: Pending) {
    PENDING.with_borrow_mut(|all| {
        all.truncate(keep);
        all.push(pending);
    });
}

/// Forgets a future of this step that was pending, and is polled again or dropped.
pub(crate) fn forget_pending(of: u64) {
    let _at_the_end_of_the_thread = PENDING.try_with(|all| {
        all.borrow_mut().retain(|pending| pending.of != of);
    });
}

/// Notes a pending future, unless one with these words is noted.
#[cfg(feature = "layer")]
pub(crate) fn note_pending_once(pending: Pending) {
    PENDING.with_borrow_mut(|all| {
        if !all.contains(&pending) {
            all.push(pending);
        }
    });
}

/// What the step's futures wait for, from the first `keep` on: the words of all, and the place of the first.
pub(crate) fn take_pending(keep: usize) -> (Option<String>, Option<String>) {
    let pending = PENDING.with_borrow_mut(|all| all.split_off(keep.min(all.len())));
    let on: Vec<_> = pending.iter().map(|p| p.on.as_str()).collect();
    let at = pending.iter().find_map(|p| p.at.clone());
    ((!on.is_empty()).then(|| on.join("; ")), at)
}

/// Runs `wake`; what it wakes was woken by `source`.
pub(crate) fn waking(source: &'static str, wake: impl FnOnce()) {
    let before = WAKES.replace(Some(source));
    wake();
    WAKES.set(before);
}

/// What wakes on this thread, if it is no task.
pub(crate) fn source() -> String {
    if let Some(source) = WAKES.get() {
        return source.to_owned();
    }
    format!("{}, outside recorded tasks", thread_name())
}

/// The name of this thread, or its number.
pub(crate) fn thread_name() -> String {
    let thread = thread::current();
    let number = || format!("{:?}", thread.id()).replace(|c: char| !c.is_ascii_digit(), "");
    let name = thread.name().map(|name| format!("thread `{name}`"));
    name.unwrap_or_else(|| format!("thread {}", number()))
}

/// Runs `poll`, in which [`lent`] returns `waker`.
pub(crate) fn lend<T>(waker: &Waker, poll: impl FnOnce() -> T) -> T {
    let before = LENT.replace(Some(waker.clone()));
    let polled = poll();
    LENT.replace(before);
    polled
}

/// The waker of the task, for what a timeout surrounds: no timer wakes that.
#[cfg(feature = "tokio")]
pub(crate) fn lent() -> Option<Waker> {
    LENT.take()
}

/// Spawns a task that has a wrapper.
#[cfg(feature = "tokio")]
pub(crate) fn unseen<T>(spawn: impl FnOnce() -> T) -> T {
    let before = UNSEEN.replace(true);
    let spawned = spawn();
    UNSEEN.set(before);
    spawned
}

/// True while a task is spawned that has a wrapper.
#[cfg(feature = "layer")]
pub(crate) fn is_unseen() -> bool {
    UNSEEN.get()
}
