//! A number of places.

use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    mem,
    rc::Rc,
    task::{Poll, Waker},
};

/// So many places, and those who wait for one: once more a wait that the runtime has never heard of.
#[derive(Clone)]
pub(crate) struct Permits(Rc<Places>);

struct Places {
    all: usize,
    free: Cell<usize>,
    waiting: RefCell<Vec<Waker>>,
}

/// A place. Dropping it gives it back.
pub(crate) struct Permit(Rc<Places>);

impl Permits {
    pub(crate) fn new(all: usize) -> Self {
        Permits(Rc::new(Places {
            all,
            free: Cell::new(all),
            waiting: RefCell::default(),
        }))
    }

    /// Waits for a free place.
    pub(crate) async fn acquire(&self) -> Permit {
        self.wait_for(1).await;
        self.0.free.set(self.0.free.get() - 1);
        Permit(self.0.clone())
    }

    /// How many places are taken.
    pub(crate) fn taken(&self) -> usize {
        self.0.all - self.0.free.get()
    }

    /// Waits until nobody has a place.
    pub(crate) async fn all_back(&self) {
        self.wait_for(self.0.all).await;
    }

    async fn wait_for(&self, free: usize) {
        poll_fn(|context| {
            if self.0.free.get() >= free {
                return Poll::Ready(());
            }
            let mut waiting = self.0.waiting.borrow_mut();
            if !waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                waiting.push(context.waker().clone());
            }
            Poll::Pending
        })
        .await
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.0.free.set(self.0.free.get() + 1);
        let waiting = mem::take(&mut *self.0.waiting.borrow_mut());
        waiting.into_iter().for_each(Waker::wake);
    }
}
