//! Exercise s5e3: a fair lock.

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
        let ticket = Rc::new(());
        let mine = Rc::downgrade(&ticket);
        queue.borrow_mut().push_back(mine.clone());
        let mut ticket = Some(ticket);
        until(move || {
            let mut queue = queue.borrow_mut();
            while queue.front().is_some_and(|first| first.strong_count() == 0) {
                queue.pop_front();
            }
            match Weak::ptr_eq(queue.front()?, &mine) {
                true => ticket.take().map(|_ticket| Guard { _ticket }),
                false => None,
            }
        })
    }
}

#[path = "../exercises/tests/e3_lock.rs"]
mod tests;
