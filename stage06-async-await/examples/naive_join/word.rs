//! Two readers of a word of four letters: one keeps what it has read inside of its future, the other outside. The book's
//! explorer aborts them in every order.

use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    rc::Rc,
    task::{Poll, Waker},
};

/// Letters that come in pieces, and the waker of the task that waits for them.
#[derive(Default)]
pub(crate) struct Stream {
    letters: RefCell<String>,
    waker: Cell<Option<Waker>>,
}

impl Stream {
    /// Letters come in.
    pub(crate) fn push(&self, letters: &str) {
        self.letters.borrow_mut().push_str(letters);
        self.waker.take().into_iter().for_each(Waker::wake);
    }

    /// Takes what has come, as soon as there is some.
    pub(crate) async fn read(&self) -> String {
        poll_fn(|context| {
            let letters = self.letters.take();
            if !letters.is_empty() {
                return Poll::Ready(letters);
            }
            self.waker.set(Some(context.waker().clone()));
            Poll::Pending
        })
        .await
    }

    /// What has come, and was not read.
    pub(crate) fn unread(&self) -> String {
        self.letters.borrow().clone()
    }
}

// ANCHOR: word
/// Reads a word of four letters.
pub(crate) async fn word(stream: Rc<Stream>) -> String {
    let mut word = String::new();
    while word.len() < 4 {
        word += &stream.read().await;
    }
    word
}
// ANCHOR_END: word

// ANCHOR: fill
/// Reads on until `word` has four letters. It is the caller's.
pub(crate) async fn fill(word: Rc<RefCell<String>>, stream: Rc<Stream>) {
    while word.borrow().len() < 4 {
        let letters = stream.read().await;
        word.borrow_mut().push_str(&letters);
    }
}
// ANCHOR_END: fill
