//! Exercise s2e2: many rings, one action.

use stage02::EventLoop;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

/// Runs its action once, however often it was rung before. Clones are the same bell.
#[derive(Clone)]
struct Bell {
    event_loop: EventLoop,
    action: Rc<RefCell<dyn FnMut()>>,
    /// True if the action is queued.
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
        let bell = self.clone();
        self.event_loop.call_soon(move |_| {
            bell.queued.set(false);
            (bell.action.borrow_mut())();
        });
    }
}

#[path = "../exercises/tests/e2_bell.rs"]
mod tests;
