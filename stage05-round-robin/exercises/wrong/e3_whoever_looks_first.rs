//! Rejected with: the second had asked before it

use stage05::{Task, until};
use std::{
    cell::RefCell,
    collections::VecDeque,
    rc::{Rc, Weak},
};

/// Lets in one holder at a time, in the order in which they asked. Clones are the same lock.
#[derive(Clone, Default)]
struct Lock(Rc<RefCell<VecDeque<Weak<()>>>>);

/// Holds the lock until it is dropped.
struct Guard {
    _ticket: Rc<()>,
}

impl Lock {
    fn lock(&self) -> impl Task<Guard> + use<> {
        let queue = self.0.clone();
        let mut ticket = Some(Rc::new(()));
        until(move || {
            let mut holder = queue.borrow_mut();
            if holder.front().is_some_and(|holder| holder.strong_count() > 0) {
                return None;
            }
            *holder = VecDeque::from([Rc::downgrade(ticket.as_ref()?)]);
            ticket.take().map(|_ticket| Guard { _ticket })
        })
    }
}

#[path = "../tests/e3_lock.rs"]
mod tests;
