//! Rejected with: the action ran inside ring

use stage02::EventLoop;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

/// Runs its action once, however often it was rung in the turn before. Clones are the same bell.
#[derive(Clone)]
struct Bell {
    event_loop: EventLoop,
    action: Rc<RefCell<dyn FnMut()>>,
    /// Whether the action is queued.
    queued: Rc<Cell<bool>>,
}

impl Bell {
    fn new(event_loop: &EventLoop, action: impl FnMut() + 'static) -> Self {
        Bell {
            event_loop: event_loop.clone(),
            action: Rc::new(RefCell::new(action)),
            queued: Rc::default(),
        }
    }

    fn ring(&self) {
        if self.queued.replace(true) {
            return;
        }
        (self.action.borrow_mut())();
        let queued = self.queued.clone();
        self.event_loop.call_soon(move |_| queued.set(false));
    }
}

#[path = "../tests/e2_bell.rs"]
mod tests;
