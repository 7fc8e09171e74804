//! Messages from many tasks to one, on one thread.
//!
//! ```
//! use stage06::{block_on::block_on, channel::channel};
//!
//! let (sender, mut receiver) = channel(2);
//! block_on(async {
//!     sender.send("one").await?;
//!     sender.send("two").await?;
//!     drop(sender);
//!     assert_eq!(receiver.recv().await, Some("one"));
//!     assert_eq!(receiver.recv().await, Some("two"));
//!     assert_eq!(receiver.recv().await, None);
//!     Ok::<(), stage06::channel::SendError<&str>>(())
//! })?;
//! # Ok::<(), stage06::channel::SendError<&str>>(())
//! ```

use crate::panic::catch_panic;
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::future::poll_fn;
use std::mem;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Sends messages. Each task that sends has a clone.
pub struct Sender<T>(Rc<Shared<T>>);

/// Receives the messages of all senders.
pub struct Receiver<T>(Rc<Shared<T>>);

/// The message that was not sent: the receiver is gone.
#[derive(Debug, PartialEq, Eq)]
pub struct SendError<T>(pub T);

// ANCHOR: State
/// What the two ends share.
struct Shared<T> {
    state: RefCell<State<T>>,
}

struct State<T> {
    messages: VecDeque<T>,
    capacity: usize,
    senders: usize,
    /// False when the receiver was dropped.
    open: bool,
    /// The receiver, if it waits.
    receiver: Option<Waker>,
    /// The senders that wait, by ticket. The smallest ticket waits longest.
    line: BTreeMap<u64, Waker>,
    next_ticket: u64,
}
// ANCHOR_END: State

/// A channel with room for `capacity` messages.
///
/// # Panics
///
/// If `capacity` is 0.
pub fn channel<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    assert!(capacity > 0, "a channel needs room for a message");
    let state = RefCell::new(State {
        messages: VecDeque::new(),
        capacity,
        senders: 1,
        open: true,
        receiver: None,
        line: BTreeMap::new(),
        next_ticket: 0,
    });
    let shared = Rc::new(Shared { state });
    (Sender(shared.clone()), Receiver(shared))
}

impl<T> Sender<T> {
    // ANCHOR: send
    /// Waits until there is room, and sends the message.
    ///
    /// A `send` that is dropped before it is ready has sent nothing, and its message is dropped.
    ///
    /// # Errors
    ///
    /// If the receiver was dropped. The error holds the message.
    pub async fn send(&self, message: T) -> Result<(), SendError<T>> {
        let place = self.0.stand_in_line();
        poll_fn(|context| place.poll_room(context)).await;
        // No await from here on: what `poll_room` has seen is still so.
        if !self.0.state.borrow().open {
            return Err(SendError(message));
        }
        self.0.state.borrow_mut().messages.push_back(message);
        self.0.wake_receiver();
        Ok(())
    }
    // ANCHOR_END: send
}

impl<T> Receiver<T> {
    // ANCHOR: recv
    /// Waits for the next message. `None`: there is none, and all senders are gone.
    ///
    /// A `recv` that is dropped before it is ready has taken nothing, and leaves no waker behind.
    pub async fn recv(&mut self) -> Option<T> {
        let _wait = Wait(&self.0);
        poll_fn(|context| {
            let waker = context.waker().clone();
            let mut state = self.0.state.borrow_mut();
            let message = state.messages.pop_front();
            if message.is_none() && state.senders > 0 {
                let old = state.receiver.replace(waker);
                drop(state);
                drop(old); // a waker's destructor is user code: not under the borrow
                return Poll::Pending;
            }
            drop(state);
            self.0.wake_sender();
            Poll::Ready(message)
        })
        .await
    }
    // ANCHOR_END: recv
}

/// The wait of a `recv`. When this is dropped, no task waits any more.
struct Wait<'a, T>(&'a Shared<T>);

impl<T> Drop for Wait<'_, T> {
    fn drop(&mut self) {
        let own = self.0.state.borrow_mut().receiver.take();
        drop(own);
    }
}

// ANCHOR: wake_sender
impl<T> Shared<T> {
    fn wake_receiver(&self) {
        let waker = self.state.borrow_mut().receiver.take();
        waker.into_iter().for_each(Waker::wake);
    }

    /// Wakes the sender that waits longest, if there is room for its message.
    fn wake_sender(&self) {
        let mut state = self.state.borrow_mut();
        if state.messages.len() < state.capacity
            && let Some((_, waker)) = state.line.pop_first()
        {
            drop(state); // a waker may do anything, also send
            waker.wake();
        }
    }
}
// ANCHOR_END: wake_sender

// ANCHOR: Place
/// The place of a `send` in the line.
struct Place<'a, T> {
    shared: &'a Shared<T>,
    ticket: u64,
}

impl<T> Shared<T> {
    fn stand_in_line(&self) -> Place<'_, T> {
        let ticket = self.state.borrow().next_ticket;
        self.state.borrow_mut().next_ticket += 1;
        Place {
            shared: self,
            ticket,
        }
    }
}

impl<T> Place<'_, T> {
    /// Ready if there is room for a message, or the receiver was dropped.
    fn poll_room(&self, context: &mut Context<'_>) -> Poll<()> {
        let waker = context.waker().clone();
        let mut state = self.shared.state.borrow_mut();
        if !state.open || state.messages.len() < state.capacity {
            return Poll::Ready(());
        }
        let old = state.line.insert(self.ticket, waker);
        drop(state);
        drop(old);
        Poll::Pending
    }
}

impl<T> Drop for Place<'_, T> {
    fn drop(&mut self) {
        let own = self.shared.state.borrow_mut().line.remove(&self.ticket);
        drop(own);
        self.shared.wake_sender(); // a wake that came for this one is for the next
    }
}
// ANCHOR_END: Place

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        self.0.state.borrow_mut().senders += 1;
        Sender(self.0.clone())
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        self.0.state.borrow_mut().senders -= 1;
        if self.0.state.borrow().senders == 0 {
            self.0.wake_receiver();
        }
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        let mut state = self.0.state.borrow_mut();
        state.open = false;
        let (messages, line) = (mem::take(&mut state.messages), mem::take(&mut state.line));
        let own = state.receiver.take();
        drop(state);
        line.into_values().for_each(wake);
        drop((own, messages)); // their destructors may send, too
    }
}

/// Calls a waker, which may be a stranger's and panic: each of the others is called all the same.
fn wake(waker: Waker) {
    let _the_hook_has_told = catch_panic(|| waker.wake());
}
