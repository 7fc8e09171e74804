//! Two ways to wait for a message of the standard library's channel.

use stage01::{Result, Yielder};
use stage05::until;
use std::sync::mpsc::{Receiver, TryRecvError};

// ANCHOR: naive
pub async fn naive(y: Yielder<()>, inbox: Receiver<u32>) -> Result<Option<u32>> {
    y.yield_from(until(|| match inbox.try_recv() {
        Ok(message) => Some(Some(message)),
        Err(_) => None,
    }))
    .await
}
// ANCHOR_END: naive

// ANCHOR: checked
pub async fn checked(y: Yielder<()>, inbox: Receiver<u32>) -> Result<Option<u32>> {
    y.yield_from(until(|| match inbox.try_recv() {
        Ok(message) => Some(Some(message)),
        Err(TryRecvError::Empty) => None,
        Err(TryRecvError::Disconnected) => Some(None),
    }))
    .await
}
// ANCHOR_END: checked
