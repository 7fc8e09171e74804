//! A channel in its first version: each side leaves its waker when it has to wait.

use std::{
    cell::RefCell,
    collections::VecDeque,
    future::poll_fn,
    rc::Rc,
    task::{Poll, Waker},
};

pub(crate) struct Sender<T>(Rc<RefCell<State<T>>>);
pub(crate) struct Receiver<T>(Rc<RefCell<State<T>>>);

/// The message that was not sent. This version never says so.
#[derive(Debug)]
pub(crate) struct SendError<T>(T);

// ANCHOR: State
/// What the two ends share.
struct State<T> {
    messages: VecDeque<T>,
    capacity: usize,
    receiver: Option<Waker>,
    senders: VecDeque<Waker>,
}
// ANCHOR_END: State

pub(crate) fn channel<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    let state = Rc::new(RefCell::new(State {
        messages: VecDeque::new(),
        capacity,
        receiver: None,
        senders: VecDeque::new(),
    }));
    (Sender(state.clone()), Receiver(state))
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Sender(self.0.clone())
    }
}

impl<T> Sender<T> {
    // ANCHOR: send
    pub(crate) async fn send(&self, message: T) -> Result<(), SendError<T>> {
        let mut message = Some(message);
        poll_fn(|context| {
            let mut state = self.0.borrow_mut();
            if state.messages.len() == state.capacity {
                state.senders.push_back(context.waker().clone());
                return Poll::Pending;
            }
            state.messages.extend(message.take());
            state.receiver.take().into_iter().for_each(Waker::wake);
            Poll::Ready(Ok(()))
        })
        .await
    }
    // ANCHOR_END: send
}

impl<T> Receiver<T> {
    // ANCHOR: recv
    pub(crate) async fn recv(&mut self) -> Option<T> {
        poll_fn(|context| {
            let mut state = self.0.borrow_mut();
            let Some(message) = state.messages.pop_front() else {
                state.receiver = Some(context.waker().clone());
                return Poll::Pending;
            };
            state.senders.pop_front().into_iter().for_each(Waker::wake);
            Poll::Ready(Some(message))
        })
        .await
    }
    // ANCHOR_END: recv
}
