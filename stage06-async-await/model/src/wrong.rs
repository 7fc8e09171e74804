//! A mailbox and a mark that are wrong in one way.

use crate::{
    model::{Letters, Mark, Waker},
    sync::{
        AtomicBool, Mutex,
        Ordering::{AcqRel, Release, SeqCst},
    },
};
use std::sync::Arc;

/// As `Mailbox`, but the reader goes to sleep without a second look for letters.
pub(crate) struct Unchecked {
    letters: Mutex<Vec<Arc<Waker>>>,
    asleep: AtomicBool,
}

impl Unchecked {
    pub(crate) fn new() -> Self {
        Unchecked {
            letters: Mutex::new(Vec::new()),
            asleep: AtomicBool::new(false),
        }
    }
}

impl Letters for Unchecked {
    fn send(&self, letter: Arc<Waker>) -> bool {
        self.letters.lock().unwrap().push(letter);
        self.asleep.swap(false, SeqCst)
    }
    fn fall_asleep(&self) -> bool {
        self.asleep.store(true, SeqCst);
        true // here it should look
    }
    fn wake_up(&self) {
        self.asleep.store(false, SeqCst);
    }
    fn take(&self, empty: &mut Vec<Arc<Waker>>) {
        std::mem::swap(&mut *self.letters.lock().unwrap(), empty);
    }
}

/// As `Posted`, but it is cleared by a store: what came before a wake that found it set is not seen.
pub(crate) struct Stored(AtomicBool);

impl Stored {
    pub(crate) fn new() -> Self {
        Stored(AtomicBool::new(false))
    }
}

impl Mark for Stored {
    fn post(&self) -> bool {
        !self.0.swap(true, AcqRel)
    }
    fn open(&self) {
        self.0.store(false, Release); // here it should swap
    }
}
