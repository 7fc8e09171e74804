//! Waiting for a time beside a socket, on whatever thread.

use crate::{Handle, SendJoinHandle, Sleep, is_running, sleep};
use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

/// A wait. If no runtime runs on this thread, that of the socket keeps the time: a socket may be used anywhere, a
/// timer only in a runtime.
#[derive(Debug)]
pub(super) enum Pause {
    Here(Sleep),
    There(SendJoinHandle<()>),
}

impl Pause {
    pub(super) fn new(time: Duration, runtime: &Handle) -> Self {
        match is_running() {
            true => Pause::Here(sleep(time)),
            false => Pause::There(runtime.spawn(async move { sleep(time).await })),
        }
    }
}

impl Future for Pause {
    type Output = ();

    /// Also ready if that runtime is dropped: the socket then says so.
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        match self.get_mut() {
            Pause::Here(sleep) => Pin::new(sleep).poll(context),
            Pause::There(task) => Pin::new(task).poll(context).map(drop),
        }
    }
}
