//! A permit is lost with the task that was woken for it.
//!
//! `release` wakes the first task that waits. If that one is cancelled before it runs, nothing wakes the next one, though a
//! permit is free. asyncio had this in `Semaphore` until 2015 (<https://github.com/python/asyncio/issues/270>, 2015-09-26), in
//! `Lock` until 2017 (<https://github.com/python/cpython/pull/1031>), and in `Semaphore` again until 2022
//! (<https://github.com/python/cpython/issues/90155>).

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use explorer::World;

#[derive(Default)]
struct Semaphore {
    permits: Cell<usize>,
    waiters: RefCell<VecDeque<Rc<Waiter>>>,
    /// True if a waiter that is cancelled wakes the next one.
    fixed: bool,
}

#[derive(Default)]
struct Waiter {
    woken: Cell<bool>,
    waker: Cell<Option<Waker>>,
}

/// Waits for a permit.
struct Acquire(Rc<Semaphore>, Option<Rc<Waiter>>);

/// A permit, which is released when it is dropped.
struct Permit(Rc<Semaphore>);

impl Semaphore {
    // ANCHOR: wake_next
    fn wake_next(&self) {
        let waiters = self.waiters.borrow();
        let next = waiters.iter().find(|waiter| !waiter.woken.get()).cloned();
        drop(waiters);
        if let Some(next) = next {
            next.woken.set(true);
            next.waker.take().into_iter().for_each(Waker::wake);
        }
    }
    // ANCHOR_END: wake_next

    fn add_waiter(&self) -> Rc<Waiter> {
        let waiter = Rc::new(Waiter::default());
        self.waiters.borrow_mut().push_back(waiter.clone());
        waiter
    }
}

impl Future for Acquire {
    type Output = Permit;

    // ANCHOR: poll
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Permit> {
        let Acquire(semaphore, waiter) = &mut *self;
        let may = match waiter {
            Some(waiter) => waiter.woken.take(),
            None => semaphore.waiters.borrow().is_empty() && semaphore.permits.get() > 0,
        };
        if may {
            semaphore.permits.set(semaphore.permits.get() - 1);
            return Poll::Ready(Permit(semaphore.clone()));
        }
        let waiter = waiter.get_or_insert_with(|| semaphore.add_waiter());
        waiter.waker.set(Some(cx.waker().clone()));
        Poll::Pending
    }
    // ANCHOR_END: poll
}

impl Drop for Acquire {
    // ANCHOR: drop
    fn drop(&mut self) {
        let Acquire(semaphore, Some(waiter)) = self else {
            return;
        };
        let mut waiters = semaphore.waiters.borrow_mut();
        waiters.retain(|other| !Rc::ptr_eq(other, waiter));
        drop(waiters);
        if waiter.woken.get() && semaphore.fixed {
            semaphore.wake_next(); // it was woken, and takes no permit
        }
    }
    // ANCHOR_END: drop
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.0.permits.set(self.0.permits.get() + 1);
        self.0.wake_next();
    }
}

// ANCHOR: promise
/// Whoever asks for a permit gets one, unless it is cancelled.
pub(crate) fn promise(fixed: bool) -> impl Fn(&World) {
    move |world| {
        let semaphore = Rc::new(Semaphore {
            permits: Cell::new(1),
            fixed,
            ..Semaphore::default()
        });
        for name in ["first", "second", "third"] {
            let (semaphore, of_task) = (semaphore.clone(), world.clone());
            let task = world.spawn(name, async move {
                let _permit = Acquire(semaphore, None).await;
                of_task.yield_now().await;
            });
            task.may_cancel();
        }
    }
}
// ANCHOR_END: promise
