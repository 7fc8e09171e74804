//! A value that can be watched.

pub use ::tokio::sync::watch::*;

use crate::{
    wait::{Kind, Wait},
    words::{Name, Words},
};
use error::RecvError;

/// As tokio's.
#[track_caller]
pub fn channel<T>(value: T) -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = ::tokio::sync::watch::channel(value);
    let name = Name::new("watch");
    (Sender { name, sender }, Receiver { name, receiver })
}

/// As tokio's.
#[derive(Debug)]
pub struct Sender<T> {
    name: Name,
    sender: ::tokio::sync::watch::Sender<T>,
}

impl<T> Sender<T> {
    /// As tokio's.
    pub fn subscribe(&self) -> Receiver<T> {
        let receiver = self.sender.subscribe();
        let name = self.name;
        Receiver { name, receiver }
    }
}

else_as_tokios!(Sender.sender: ::tokio::sync::watch::Sender<T>);

/// As tokio's: waiting for a change is recorded, by `wait_for` it is not.
#[derive(Debug)]
pub struct Receiver<T> {
    name: Name,
    receiver: ::tokio::sync::watch::Receiver<T>,
}

impl<T> Receiver<T> {
    /// As tokio's.
    #[track_caller]
    pub fn changed(&mut self) -> impl Future<Output = Result<(), RecvError>> {
        let words = Words::Named("a change of the ", self.name);
        Wait::new(self.receiver.changed(), words, Kind::Whole)
    }
}

impl<T> Clone for Receiver<T> {
    fn clone(&self) -> Self {
        let (name, receiver) = (self.name, self.receiver.clone());
        Receiver { name, receiver }
    }
}

else_as_tokios!(mut Receiver.receiver: ::tokio::sync::watch::Receiver<T>);
