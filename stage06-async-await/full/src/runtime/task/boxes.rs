//! The boxes of finished tasks, used again.

use crate::runtime::task::harness::{Harness, Keep, RawTask};
use std::cell::RefCell;
use std::mem::size_of_val;
use std::pin::Pin;

/// Boxes without future or outcome. A program often spawns many tasks of one type: the next one takes the place of one
/// that has finished, and nothing is allocated.
#[derive(Default)]
pub(crate) struct Boxes(RefCell<Vec<Pin<Box<dyn RawTask>>>>);

/// So many are kept, and none of more bytes than this: a megabyte in all.
const MOST: usize = 1024;

impl Boxes {
    // ANCHOR: put
    /// Puts a future into the last box that was kept, if that held one of the same type; otherwise into a new one.
    pub(crate) fn put<F>(&self, future: F) -> Pin<Box<dyn RawTask>>
    where
        F: Future<Output: 'static> + 'static,
    {
        let mut future = Some(future);
        let mut kept = self.0.borrow_mut().pop();
        if let Some(kept) = &mut kept {
            kept.as_mut().refill(&mut future);
        }
        match future {
            Some(future) => Box::pin(Harness::new(future, Keep)),
            None => kept.expect("it has taken the future"),
        }
    }
    // ANCHOR_END: put

    /// Keeps the box of a task whose outcome was taken.
    pub(crate) fn keep(&self, empty: Pin<Box<dyn RawTask>>) {
        let mut boxes = self.0.borrow_mut();
        if boxes.len() < MOST && size_of_val(&*empty) <= MOST {
            boxes.push(empty);
        }
    }
}

#[cfg(test)]
#[path = "../../../tests/unit/boxes.rs"]
mod tests;
