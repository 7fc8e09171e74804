//! Exercise s5e6: a fair semaphore.

use stage05::{Task, until};
use std::{
    cell::RefCell,
    collections::VecDeque,
    rc::{Rc, Weak},
};

// ANCHOR: Semaphore
#[derive(Clone)]
struct Semaphore(Rc<RefCell<State>>);

struct State {
    free: usize,
    /// The tasks that wait, in the order in which they asked.
    line: VecDeque<Weak<()>>,
}

struct Permit {
    semaphore: Semaphore,
}

impl Semaphore {
    fn new(permits: usize) -> Self {
        Semaphore(Rc::new(RefCell::new(State {
            free: permits,
            line: VecDeque::new(),
        })))
    }

    fn acquire(&self) -> impl Task<Permit> + use<> {
        let semaphore = self.clone();
        let mut place = None;
        until(move || {
            let mut state = semaphore.0.borrow_mut();
            let place: &Rc<()> = place.get_or_insert_with(|| state.join_line());
            if !state.leave_line(place) {
                return None;
            }
            state.free -= 1;
            Some(Permit {
                semaphore: semaphore.clone(),
            })
        })
    }

    fn add_permits(&self, permits: usize) {
        self.0.borrow_mut().free += permits;
    }
}

impl State {
    /// Returns a new place, at the end of the line. The caller owns it.
    fn join_line(&mut self) -> Rc<()> {
        let place = Rc::new(());
        self.line.push_back(Rc::downgrade(&place));
        place
    }

    /// Takes a place out of the line, if there is a free permit for it and for each place before it.
    fn leave_line(&mut self, place: &Rc<()>) -> bool {
        self.line.retain(|other| other.strong_count() > 0);
        let is_mine = |other: &Weak<()>| other.as_ptr() == Rc::as_ptr(place);
        match self.line.iter().take(self.free).position(is_mine) {
            Some(position) => self.line.remove(position).is_some(),
            None => false,
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.semaphore.add_permits(1);
    }
}
// ANCHOR_END: Semaphore

#[path = "../exercises/tests/e6_semaphore.rs"]
mod tests;
