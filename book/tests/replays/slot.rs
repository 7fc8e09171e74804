//! The programs that the replays of the run queue show.

use std::{
    cell::RefCell,
    future::poll_fn,
    mem,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

/// Room for one message, and for the waker of the task that waits for it.
#[derive(Default)]
pub(crate) struct Slot {
    pub(crate) message: Option<&'static str>,
    pub(crate) waker: Option<Waker>,
}

/// Waits for the message.
pub(crate) struct Receive(pub(crate) Rc<RefCell<Slot>>);

impl Future for Receive {
    type Output = &'static str;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<&'static str> {
        let mut slot = self.0.borrow_mut();
        if let Some(message) = slot.message.take() {
            return Poll::Ready(message);
        }
        slot.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

/// Puts the message in, and wakes the task that waits for it.
pub(crate) fn send(slot: &RefCell<Slot>, message: &'static str) {
    slot.borrow_mut().message = Some(message);
    let waker = slot.borrow_mut().waker.take();
    waker.into_iter().for_each(Waker::wake);
}

/// Wakes its own task, twice, while it is polled. The next poll ends it.
pub(crate) async fn wakes_itself_twice() {
    let mut first = true;
    poll_fn(|context| {
        if !mem::take(&mut first) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await
}
