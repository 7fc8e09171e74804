//! Who is there, and what waits for them.

use async_tungstenite::tungstenite::Utf8Bytes;
use futures::channel::{mpsc, oneshot};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    convert::Infallible,
    time::Duration,
};

/// How much of everything a guest may have.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many messages may wait for a guest.
    pub queue: usize,
    /// How many bytes a guest may say at once.
    pub message: usize,
    /// How long a guest that has said something is not listened to.
    pub pace: Duration,
    /// How often a guest is asked whether it is still there.
    pub ping: Duration,
    /// How long a guest may say nothing, not even that it is still there.
    pub silence: Duration,
    /// How long a guest that is dropped may take to hear why.
    pub farewell: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            queue: 64,
            message: 4 * 1024,
            pace: Duration::from_millis(10),
            ping: Duration::from_secs(10),
            silence: Duration::from_secs(30),
            farewell: Duration::from_secs(5),
        }
    }
}

/// A room where everybody hears what anybody says.
#[derive(Debug, Default)]
pub struct Room {
    pub(super) limits: Limits,
    entered: Cell<u32>,
    guests: RefCell<BTreeMap<u32, Place>>,
}

/// What the room has of a guest. Dropping it tells the guest to go.
#[derive(Debug)]
struct Place {
    queue: mpsc::Sender<Utf8Bytes>,
    _stays: oneshot::Sender<Infallible>,
}

/// What a guest has of the room.
pub(super) struct Seat {
    pub(super) number: u32,
    /// What it has not yet heard.
    pub(super) queue: mpsc::Receiver<Utf8Bytes>,
    /// Ready when the room has dropped it.
    pub(super) dropped: oneshot::Receiver<Infallible>,
}

impl Room {
    /// An empty one.
    pub fn new(limits: Limits) -> Self {
        Room {
            limits,
            ..Room::default()
        }
    }

    /// How many are there.
    pub fn guests(&self) -> usize {
        self.guests.borrow().len()
    }

    /// Lets one in. Everybody hears of it, and the new one thereby learns its number.
    pub(super) fn enter(&self) -> Seat {
        let number = self.entered.get() + 1;
        self.entered.set(number);
        // The channel has one more place than it is asked for: that of its one sender.
        let (sender, queue) = mpsc::channel(self.limits.queue.saturating_sub(1));
        let (stays, dropped) = oneshot::channel();
        let place = Place {
            queue: sender,
            _stays: stays,
        };
        self.guests.borrow_mut().insert(number, place);
        self.say(format!("guest {number} is here"));
        Seat {
            number,
            queue,
            dropped,
        }
    }

    /// Forgets one, and tells the others why. Nothing happens if it was dropped before.
    pub(super) fn leave(&self, number: u32, why: &str) {
        let place = self.guests.borrow_mut().remove(&number);
        if place.is_some() {
            self.say(format!("guest {number} {why}"));
        }
    }

    /// Puts it into every queue, and waits for nobody. Whose queue is full is dropped: that is news in turn.
    pub(super) fn say(&self, text: String) {
        let mut news = vec![text];
        while let Some(text) = news.pop() {
            let text = Utf8Bytes::from(text);
            // Sending and dropping wake tasks, and whatever listens to that may ask this room. So the guests are
            // taken out meanwhile, and nothing is borrowed.
            let numbers: Vec<u32> = self.guests.borrow().keys().copied().collect();
            for number in numbers {
                let taken = self.guests.borrow_mut().remove(&number);
                let Some(mut place) = taken else { continue };
                if place.queue.try_send(text.clone()).is_ok() {
                    self.guests.borrow_mut().insert(number, place);
                } else {
                    news.push(format!("guest {number} fell too far behind"));
                }
            }
        }
    }
}
