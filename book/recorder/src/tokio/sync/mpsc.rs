//! Channels: who waits for a message, who for room.

pub use ::tokio::sync::mpsc::*;

use crate::{
    wait::{Kind, Wait},
    words::{Name, Words},
};
use error::SendError;
use std::ops::{Deref, DerefMut};

/// As tokio's.
#[track_caller]
pub fn channel<T>(buffer: usize) -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = ::tokio::sync::mpsc::channel(buffer);
    let name = Name::new("channel");
    (Sender { name, sender }, Receiver { name, receiver })
}

/// As tokio's.
#[track_caller]
pub fn unbounded_channel<T>() -> (UnboundedSender<T>, UnboundedReceiver<T>) {
    let (sender, receiver) = ::tokio::sync::mpsc::unbounded_channel();
    let name = Name::new("channel");
    (sender, UnboundedReceiver { name, receiver })
}

/// As tokio's: waiting for room is recorded. Its other methods are tokio's.
#[derive(Debug)]
pub struct Sender<T> {
    name: Name,
    sender: ::tokio::sync::mpsc::Sender<T>,
}

impl<T> Sender<T> {
    /// As tokio's.
    #[track_caller]
    pub fn send(&self, value: T) -> impl Future<Output = Result<(), SendError<T>>> {
        let words = Words::Named("room in the ", self.name);
        Wait::new(self.sender.send(value), words, Kind::Whole)
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        let (name, sender) = (self.name, self.sender.clone());
        Sender { name, sender }
    }
}

impl<T> Deref for Sender<T> {
    type Target = ::tokio::sync::mpsc::Sender<T>;
    fn deref(&self) -> &Self::Target {
        &self.sender
    }
}

/// As tokio's: waiting for a message is recorded. Its other methods are tokio's.
#[derive(Debug)]
pub struct Receiver<T> {
    name: Name,
    receiver: ::tokio::sync::mpsc::Receiver<T>,
}

impl<T> Receiver<T> {
    /// As tokio's.
    #[track_caller]
    pub fn recv(&mut self) -> impl Future<Output = Option<T>> {
        let words = Words::Named("a message from the ", self.name);
        Wait::new(self.receiver.recv(), words, Kind::Whole)
    }
}

impl<T> Deref for Receiver<T> {
    type Target = ::tokio::sync::mpsc::Receiver<T>;
    fn deref(&self) -> &Self::Target {
        &self.receiver
    }
}

impl<T> DerefMut for Receiver<T> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.receiver
    }
}

/// As tokio's: waiting for a message is recorded. Its other methods are tokio's.
#[derive(Debug)]
pub struct UnboundedReceiver<T> {
    name: Name,
    receiver: ::tokio::sync::mpsc::UnboundedReceiver<T>,
}

impl<T> UnboundedReceiver<T> {
    /// As tokio's.
    #[track_caller]
    pub fn recv(&mut self) -> impl Future<Output = Option<T>> {
        let words = Words::Named("a message from the ", self.name);
        Wait::new(self.receiver.recv(), words, Kind::Whole)
    }
}

impl<T> Deref for UnboundedReceiver<T> {
    type Target = ::tokio::sync::mpsc::UnboundedReceiver<T>;
    fn deref(&self) -> &Self::Target {
        &self.receiver
    }
}

impl<T> DerefMut for UnboundedReceiver<T> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.receiver
    }
}
