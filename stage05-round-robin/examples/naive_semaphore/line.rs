//! Version 1: numbers, as at a counter. The permit goes to the lowest number.

use stage05::{Task, until};
use std::{cell::Cell, rc::Rc};

// ANCHOR: Semaphore
#[derive(Clone)]
pub struct Semaphore(Rc<State>);

struct State {
    free: Cell<usize>,
    /// The number of the next task that asks.
    next: Cell<u64>,
    /// The number that is served next.
    serving: Cell<u64>,
}

pub struct Permit(Semaphore);

impl Semaphore {
    pub fn new(permits: usize) -> Self {
        Semaphore(Rc::new(State {
            free: Cell::new(permits),
            next: Cell::new(0),
            serving: Cell::new(0),
        }))
    }

    pub fn acquire(&self) -> impl Task<Permit> + use<> {
        let semaphore = self.clone();
        let mut number = None;
        until(move || {
            let state = &semaphore.0;
            let number = *number.get_or_insert_with(|| state.next.replace(state.next.get() + 1));
            if number != state.serving.get() {
                return None;
            }
            state.free.set(state.free.get().checked_sub(1)?);
            state.serving.set(number + 1);
            Some(Permit(semaphore.clone()))
        })
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let free = &self.0.0.free;
        free.set(free.get() + 1);
    }
}
// ANCHOR_END: Semaphore
