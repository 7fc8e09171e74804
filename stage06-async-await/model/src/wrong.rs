//! A inject and a flag that are wrong in one way.

use crate::{
    model::{Flag, Queue, Waker},
    sync::{
        AtomicBool, Mutex,
        Ordering::{AcqRel, Release, SeqCst},
    },
};
use std::sync::Arc;

/// As `Inject`, but the reader goes to sleep without a second look for messages.
pub(crate) struct Unchecked {
    messages: Mutex<Vec<Arc<Waker>>>,
    parked: AtomicBool,
}

impl Unchecked {
    pub(crate) fn new() -> Self {
        Unchecked {
            messages: Mutex::new(Vec::new()),
            parked: AtomicBool::new(false),
        }
    }
}

impl Queue for Unchecked {
    fn push(&self, message: Arc<Waker>) -> bool {
        self.messages.lock().unwrap().push(message);
        self.parked.swap(false, SeqCst)
    }
    fn begin_park(&self) -> bool {
        self.parked.store(true, SeqCst);
        true // here it should look
    }
    fn end_park(&self) {
        self.parked.store(false, SeqCst);
    }
    fn drain(&self, empty: &mut Vec<Arc<Waker>>) {
        std::mem::swap(&mut *self.messages.lock().unwrap(), empty);
    }
}

/// As `Scheduled`, but it is cleared by a store: what came before a wake that found it set is not seen.
pub(crate) struct Stored(AtomicBool);

impl Stored {
    pub(crate) fn new() -> Self {
        Stored(AtomicBool::new(false))
    }
}

impl Flag for Stored {
    fn schedule(&self) -> bool {
        !self.0.swap(true, AcqRel)
    }
    fn clear(&self) {
        self.0.store(false, Release); // here it should swap
    }
}
