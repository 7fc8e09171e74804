//! Exercise s2e2: many rings, one action.
//!
//! A hundred keystrokes, one redraw. Many events that arrive in one turn should cause one action in the next; this is
//! how a screen, a cache or a log file is kept up to date at a bearable price.
//!
//! Run the tests: `cargo test --test s2e2`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

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

    /// Asks for the action.
    ///
    /// - It runs in the loop's next turn, never in here.
    /// - However often the bell is rung until then, it runs once.
    /// - A ring that comes while the action runs is a new one: the action may have looked before whatever it
    ///   announces. It runs again, a turn later.
    fn ring(&self) {
        todo!()
    }
}

#[path = "tests/e2_bell.rs"]
mod tests;
