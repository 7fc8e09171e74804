//! Something to read from: letters that come in one at a time.

use std::{
    cell::RefCell,
    collections::VecDeque,
    future::poll_fn,
    rc::Rc,
    task::{Poll, Waker},
};

/// The letters that have come in, and the waker of the task that waits for one.
#[derive(Clone, Default)]
pub(crate) struct Letters(Rc<RefCell<(VecDeque<char>, Option<Waker>)>>);

impl Letters {
    /// These letters come in.
    pub(crate) fn come(&self, letters: &str) {
        self.0.borrow_mut().0.extend(letters.chars());
        let waker = self.0.borrow_mut().1.take();
        waker.into_iter().for_each(Waker::wake);
    }

    /// Waits for a letter.
    pub(crate) async fn next(&self) -> char {
        poll_fn(|context| {
            let waker = context.waker().clone();
            let mut letters = self.0.borrow_mut();
            if let Some(letter) = letters.0.pop_front() {
                return Poll::Ready(letter);
            }
            let old = letters.1.replace(waker);
            drop(letters);
            drop(old);
            Poll::Pending
        })
        .await
    }
}
