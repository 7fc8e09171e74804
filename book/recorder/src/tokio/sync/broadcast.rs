//! A channel whose messages every receiver gets.

pub use ::tokio::sync::broadcast::*;

use crate::{
    wait::{Kind, Wait},
    words::{Name, Words},
};
use error::RecvError;

/// As tokio's.
#[track_caller]
pub fn channel<T: Clone>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = ::tokio::sync::broadcast::channel(capacity);
    let name = Name::new("broadcast");
    (Sender { name, sender }, Receiver { name, receiver })
}

/// As tokio's.
#[derive(Debug)]
pub struct Sender<T> {
    name: Name,
    sender: ::tokio::sync::broadcast::Sender<T>,
}

impl<T> Sender<T> {
    /// As tokio's.
    pub fn subscribe(&self) -> Receiver<T> {
        let receiver = self.sender.subscribe();
        let name = self.name;
        Receiver { name, receiver }
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        let (name, sender) = (self.name, self.sender.clone());
        Sender { name, sender }
    }
}

else_as_tokios!(Sender.sender: ::tokio::sync::broadcast::Sender<T>);

/// As tokio's: waiting for a message is recorded.
#[derive(Debug)]
pub struct Receiver<T> {
    name: Name,
    receiver: ::tokio::sync::broadcast::Receiver<T>,
}

impl<T: Clone> Receiver<T> {
    /// As tokio's.
    #[track_caller]
    pub fn recv(&mut self) -> impl Future<Output = Result<T, RecvError>> {
        let words = Words::Named("a message from the ", self.name);
        Wait::new(self.receiver.recv(), words, Kind::Whole)
    }

    /// As tokio's.
    pub fn resubscribe(&self) -> Receiver<T> {
        let receiver = self.receiver.resubscribe();
        let name = self.name;
        Receiver { name, receiver }
    }
}

else_as_tokios!(mut Receiver.receiver: ::tokio::sync::broadcast::Receiver<T>);
