//! Version 0: a number that a task takes one from when it is not zero.

use stage05::{Task, until};
use std::{cell::Cell, rc::Rc};

// ANCHOR: Semaphore
#[derive(Clone)]
pub struct Semaphore(Rc<Cell<usize>>);

pub struct Permit(Semaphore);

impl Semaphore {
    pub fn new(permits: usize) -> Self {
        Semaphore(Rc::new(Cell::new(permits)))
    }

    pub fn acquire(&self) -> impl Task<Permit> + use<> {
        let semaphore = self.clone();
        until(move || {
            let free = &semaphore.0;
            free.set(free.get().checked_sub(1)?);
            Some(Permit(semaphore.clone()))
        })
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let free = &self.0.0;
        free.set(free.get() + 1);
    }
}
// ANCHOR_END: Semaphore
