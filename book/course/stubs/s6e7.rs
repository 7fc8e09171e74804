//! Exercise s6e7: a channel, with many senders, one receiver, and room for some messages.
//!
//! This is the naive version of the page: each side leaves its waker when it has to wait. It works until a task goes
//! away, or gives up. Change it until the docs below hold. The tests use `channel`, `send`, `recv`, and clones and drops
//! of the two ends: all else is yours to design.
//!
//! Run the tests: `cargo test --test s6e7`. Hints: `exercises/hints.md`.
#![allow(dead_code, missing_debug_implementations, unreachable_pub)]

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// Sends messages. Each task that sends has a clone.
pub struct Sender<T>(Rc<RefCell<State<T>>>);

/// Receives the messages of all senders. When it is dropped, the messages that it has not received are dropped, and
/// every `send` that waits gets its message back.
pub struct Receiver<T>(Rc<RefCell<State<T>>>);

/// The message that was not sent: the receiver is gone.
#[derive(Debug, PartialEq, Eq)]
pub struct SendError<T>(pub T);

/// What the two ends share.
struct State<T> {
    messages: VecDeque<T>,
    capacity: usize,
    receiver: Option<Waker>,
    senders: VecDeque<Waker>,
}

/// A channel with room for `capacity` messages, at least one.
///
/// Nothing is borrowed while a waker is called or dropped, or a message is dropped: each may use the channel.
pub fn channel<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    let state = Rc::new(RefCell::new(State {
        messages: VecDeque::new(),
        capacity,
        receiver: None,
        senders: VecDeque::new(),
    }));
    (Sender(state.clone()), Receiver(state))
}

impl<T> Sender<T> {
    /// Waits until there is room, and sends the message. If the receiver is gone, the error holds the message.
    ///
    /// A message that is received wakes the `send` that has waited longest. If that one gives up, the next is woken, and so on:
    /// as long as there is room and a `send` waits, one of them has been woken. A wake is no promise. If another `send` is
    /// quicker, the one that was woken waits again, in its old place.
    ///
    /// A `send` that is dropped before it is ready has sent nothing, its message is dropped, and it leaves no waker behind.
    pub async fn send(&self, message: T) -> Result<(), SendError<T>> {
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
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Sender(self.0.clone())
    }
}

impl<T> Receiver<T> {
    /// Waits for the next message, in the order in which they were sent. `None`: all have been received, and all senders
    /// are gone. A `recv` that is dropped before it is ready has taken nothing, and leaves no waker behind.
    pub async fn recv(&mut self) -> Option<T> {
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
}

#[path = "tests/e7_channel.rs"]
mod tests;
