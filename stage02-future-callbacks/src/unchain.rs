//! What belongs to the loop's users, dropped one after another.

use crate::catch_panic;
use std::{any::Any, cell::RefCell, collections::VecDeque};

/// Values whose types do not matter any more.
type Values = VecDeque<Box<dyn Any>>;

thread_local! {
    /// What is to be dropped once the drop that is under way has returned; `None` if none is under way.
    static WAITING: RefCell<Option<Values>> = const { RefCell::new(None) };
}

/// Drops values of the loop's users: now, or once the drop that is under way on this thread has returned.
///
/// A callback that waits for one future often owns the next, whose callback owns another. Dropped inside each other, such a
/// chain would need as much stack as it is long. A value whose drop panics does not keep the others from being dropped, and
/// its panic ends here: it may be dropped by a destructor, on a thread that is unwinding already.
///
/// ```
/// use stage02::drop_in_turn;
///
/// /// Drops the one that it owns, if there is one, and so on.
/// struct Link(Option<Box<Link>>);
///
/// impl Drop for Link {
///     fn drop(&mut self) {
///         drop_in_turn(self.0.take());
///     }
/// }
///
/// let chain = (0..1_000_000).fold(None, |next, _| Some(Box::new(Link(next))));
/// drop(chain);
/// ```
pub fn drop_in_turn<T: 'static>(values: impl IntoIterator<Item = T>) {
    let values = values.into_iter().map(|value| Box::new(value) as _);
    let values: Values = values.collect();
    if values.is_empty() || WAITING.try_with(|waiting| queue(waiting, values)) != Ok(true) {
        return;
    }
    while let Some(value) = next() {
        let _ = catch_panic(|| drop(value));
    }
}

/// A value of the loop's users that drops itself in turn, whatever drops it.
pub(crate) struct InTurn<T: 'static>(Option<T>);

impl<T> InTurn<T> {
    pub(crate) fn new(value: T) -> Self {
        InTurn(Some(value))
    }

    pub(crate) fn get(&mut self) -> &mut T {
        self.0.as_mut().expect("it is there until the drop")
    }
}

impl<T> Drop for InTurn<T> {
    fn drop(&mut self) {
        drop_in_turn(self.0.take());
    }
}

/// Adds the values to those of the drop that is under way; true if there was none, and this is the one now.
fn queue(waiting: &RefCell<Option<Values>>, mut values: Values) -> bool {
    let mut waiting = waiting.borrow_mut();
    match &mut *waiting {
        Some(others) => {
            others.append(&mut values);
            false
        }
        none => {
            *none = Some(values);
            true
        }
    }
}

/// The next value to drop. If there is none, the drop is no longer under way.
fn next() -> Option<Box<dyn Any>> {
    WAITING.with_borrow_mut(|waiting| {
        let value = waiting.as_mut()?.pop_front();
        if value.is_none() {
            *waiting = None;
        }
        value
    })
}
