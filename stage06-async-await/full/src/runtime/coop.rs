//! The budget of a poll: how many operations a task may do before other tasks have their turn.
//!
//! A task whose socket is always ready has no reason to return from its poll, and no loop can interrupt it. So each
//! leaf counts: it spends one for each operation that was ready. When nothing is left it is pending, though it could
//! go on, and wakes its task, which then waits behind the tasks that are queued.
//!
//! What was pending costs nothing: else a task with more sockets than budget would spend it all on those that wait.
//!
//! Each poll and each leaf comes through here, so all is inlined: seven instructions a poll, counted by callgrind.
//!
//! Source: tokio's `src/task/coop/mod.rs`.

use std::cell::Cell;
use std::task::{Context, Poll};

/// tokio's number.
const BUDGET: u8 = 128;

thread_local! {
    /// What is left for the poll that goes on. `None`: there is no limit, since no loop waits for the end of this poll.
    static LEFT: Cell<Option<u8>> = const { Cell::new(None) };
}

/// A poll begins.
#[inline]
pub(crate) fn begin() {
    LEFT.set(Some(BUDGET));
}

/// No loop turns here any more.
pub(crate) fn lift() {
    LEFT.set(None);
}

/// True if the last poll has used up its budget.
#[inline]
pub(crate) fn is_exhausted() -> bool {
    LEFT.get() == Some(0)
}

// ANCHOR: cooperate
/// Polls a leaf, and spends one if it is ready. When the budget is used up, the task is woken instead.
#[inline]
pub(crate) fn cooperate<T>(
    context: &mut Context<'_>,
    leaf: impl FnOnce(&mut Context<'_>) -> Poll<T>,
) -> Poll<T> {
    if is_exhausted() {
        context.waker().wake_by_ref();
        return Poll::Pending;
    }
    let polled = leaf(context);
    if polled.is_ready() {
        spend();
    }
    polled
}
// ANCHOR_END: cooperate

/// Something was ready.
#[inline]
pub(crate) fn spend() {
    LEFT.set(LEFT.get().map(|left| left.saturating_sub(1)));
}
