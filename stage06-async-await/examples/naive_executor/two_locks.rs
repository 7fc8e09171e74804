//! Going to sleep, in its first version: the loop looks, and then says that it sleeps.

use std::{
    collections::VecDeque,
    mem,
    sync::{Mutex, MutexGuard},
};

// ANCHOR: RunQueue
pub(crate) struct RunQueue {
    state: Mutex<State>,
    unpark: Box<dyn Fn() + Send + Sync>,
}

#[derive(Default)]
struct State {
    ready: VecDeque<u64>,
    parked: bool,
}

impl RunQueue {
    pub(crate) fn push(&self, task: u64) {
        let mut state = self.lock();
        state.ready.push_back(task);
        let parked = mem::take(&mut state.parked);
        drop(state);
        if parked {
            (self.unpark)();
        }
    }

    // ANCHOR: begin_park
    pub(crate) fn begin_park(&self) -> bool {
        if !self.lock().ready.is_empty() {
            return false;
        }
        self.lock().parked = true;
        true
    }
    // ANCHOR_END: begin_park

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics under this lock")
    }
}
// ANCHOR_END: RunQueue

impl RunQueue {
    pub(crate) fn new(unpark: impl Fn() + Send + Sync + 'static) -> Self {
        RunQueue {
            state: Mutex::default(),
            unpark: Box::new(unpark),
        }
    }

    pub(crate) fn pop(&self) -> Option<u64> {
        self.lock().ready.pop_front()
    }
}
