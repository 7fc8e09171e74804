//! Exercise s2e2: many rings, one action. (Optional.)
//!
//! A hundred keystrokes, one redraw. Events that arrive in one turn cause one action in the next. A screen, a cache or
//! a log file is kept up to date like this. Here each ring still causes an action of its own. Change `ring`, and add
//! the fields that you need.
//!
//! Run the tests: `cargo test --test s2e2`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

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
}

impl Bell {
    fn new(event_loop: &EventLoop, action: impl FnMut() + 'static) -> Self {
        Bell {
            event_loop: event_loop.clone(),
            action: Rc::new(RefCell::new(action)),
        }
    }

    /// Asks for the action.
    ///
    /// - The action runs in the loop's next turn, never in here. It runs also if every clone of the bell is dropped
    ///   before that.
    /// - However often the bell and its clones are rung until then, the action runs once.
    /// - A ring that comes while the action runs is a new one: the action may have looked before whatever it
    ///   announces. The action runs again, a turn later.
    /// - Without a ring the action does not run, and nothing is queued.
    fn ring(&self) {
        let action = self.action.clone();
        self.event_loop.call_soon(move |_| (action.borrow_mut())());
    }
}

#[path = "tests/e2_bell.rs"]
mod tests;
