//! A future that a test polls by hand.

use std::future::Future;
use std::mem;
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

/// A value that is not dropped while a panic unwinds: its destructor may panic as well, and two panics at once abort.
#[derive(Clone)]
pub(super) struct Calm<T>(Option<T>);

impl<T> Calm<T> {
    pub(super) fn new(value: T) -> Self {
        Calm(Some(value))
    }
}

impl<T> Deref for Calm<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_ref().expect("it is there until it is dropped")
    }
}

impl<T> DerefMut for Calm<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.as_mut().expect("it is there until it is dropped")
    }
}

impl<T> Drop for Calm<T> {
    fn drop(&mut self) {
        if thread::panicking() {
            mem::forget(self.0.take());
        }
    }
}

/// A future, and a waker that counts its wakes.
pub(super) struct ByHand<F: Future> {
    future: Calm<Pin<Box<F>>>,
    wakes: Arc<Wakes>,
}

#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
    }
}

/// A future that was not polled yet.
pub(super) fn by_hand<F: Future>(future: F) -> ByHand<F> {
    ByHand {
        future: Calm::new(Box::pin(future)),
        wakes: Arc::default(),
    }
}

/// A future that was polled once and waits.
#[track_caller]
pub(super) fn waiting<F: Future<Output: std::fmt::Debug>>(future: F, what: &str) -> ByHand<F> {
    let mut future = by_hand(future);
    let poll = future.poll();
    assert!(poll.is_pending(), "{what} has to wait, and is {poll:?}");
    future
}

impl<F: Future> ByHand<F> {
    pub(super) fn poll(&mut self) -> Poll<F::Output> {
        let waker = Waker::from(self.wakes.clone());
        self.future.as_mut().poll(&mut Context::from_waker(&waker))
    }

    /// The wakes since this was last asked.
    pub(super) fn wakes(&self) -> usize {
        self.wakes.0.swap(0, SeqCst)
    }

    /// The same future in another task: from now on it is polled with a new waker. Returns the wakes of the old one.
    pub(super) fn moves(&mut self) -> impl Fn() -> usize + use<F> {
        let old = mem::take(&mut self.wakes);
        move || old.0.swap(0, SeqCst)
    }
}
