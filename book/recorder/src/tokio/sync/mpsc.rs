//! Channels: who waits for a message, who for room.

pub use ::tokio::sync::mpsc::*;

use crate::{
    wait::{Kind, Wait},
    words::{Name, Words},
};
use error::SendError;

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

else_as_tokios!(Sender.sender: ::tokio::sync::mpsc::Sender<T>);

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

else_as_tokios!(mut Receiver.receiver: ::tokio::sync::mpsc::Receiver<T>);

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

else_as_tokios!(mut UnboundedReceiver.receiver: ::tokio::sync::mpsc::UnboundedReceiver<T>);
