//! Rejected with: the third must not wait for it

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
struct Guard(Rc<RefCell<VecDeque<Weak<()>>>>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.borrow_mut().pop_front();
    }
}

impl Lock {
    fn lock(&self) -> impl Task<Guard> + use<> {
        let queue = self.0.clone();
        let ticket = Rc::new(());
        let mine = Rc::downgrade(&ticket);
        queue.borrow_mut().push_back(mine.clone());
        until(move || {
            let first = queue.borrow().front().cloned()?;
            Weak::ptr_eq(&first, &mine).then(|| Guard(queue.clone()))
        })
    }
}

#[path = "../tests/e3_lock.rs"]
mod tests;
