//! A channel for one value.

pub use ::tokio::sync::oneshot::*;

use crate::{
    wait::{Kind, Wait},
    words::{Name, Words},
};
use error::{RecvError, TryRecvError};
use std::{
    pin::Pin,
    task::{Context, Poll},
};

/// As tokio's.
#[track_caller]
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = ::tokio::sync::oneshot::channel();
    let words = Words::Named("the ", Name::new("oneshot"));
    let wait = Wait::new(receiver, words, Kind::Whole);
    (sender, Receiver { wait })
}

/// As tokio's.
#[derive(Debug)]
pub struct Receiver<T> {
    wait: Wait<::tokio::sync::oneshot::Receiver<T>>,
}

impl<T> Receiver<T> {
    /// As tokio's.
    pub fn close(&mut self) {
        Pin::new(&mut self.wait).inner().close();
    }

    /// As tokio's.
    ///
    /// # Errors
    /// As tokio's.
    pub fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Pin::new(&mut self.wait).inner().try_recv()
    }
}

impl<T> Future for Receiver<T> {
    type Output = Result<T, RecvError>;
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.get_mut().wait).poll(cx)
    }
}
