//! The futures of a world: the clock, and marks for the story.

use std::fmt;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use super::World;
use crate::step::Line;

/// A deadline and the number of its timer: equal deadlines come in the order in which they were asked for.
pub(super) type Key = (Duration, u64);

impl World {
    /// Waits until this much time has passed, or longer: the timer may come before or after whatever else is ready.
    #[track_caller]
    pub fn sleep(&self, duration: Duration) -> Sleep {
        let number = self.0.timed.get();
        self.0.timed.set(number + 1);
        Sleep {
            world: self.clone(),
            key: (self.now() + duration, number),
            at: Location::caller(),
        }
    }

    /// Gives a future this much time. After that it is dropped and the result is nothing. The future is asked first, as in
    /// tokio: if both are ready, its value is returned.
    ///
    /// ```
    /// use std::{future::pending, time::Duration};
    ///
    /// explorer::check(|world| {
    ///     let clock = world.clone();
    ///     world.spawn("task", async move {
    ///         let limit = Duration::from_millis(10);
    ///         assert_eq!(clock.timeout(limit, pending::<()>()).await, None);
    ///         assert_eq!(clock.now(), limit);
    ///     });
    /// });
    /// ```
    #[track_caller]
    pub fn timeout<F: Future>(&self, duration: Duration, future: F) -> Timeout<F> {
        Timeout {
            sleep: self.sleep(duration),
            future: Some(Box::pin(future)),
        }
    }

    /// Lets all other tasks that are ready go first, unless the explorer decides otherwise.
    #[track_caller]
    pub fn yield_now(&self) -> YieldNow {
        YieldNow {
            world: self.clone(),
            at: Location::caller(),
            yielded: false,
        }
    }

    /// Tells in the story that the task waits at this line. Something may come from outside just before each poll of the future.
    #[track_caller]
    pub fn mark<F: Future>(&self, future: F) -> Mark<F> {
        Mark {
            world: self.clone(),
            at: Location::caller(),
            future: Box::pin(future),
        }
    }

    /// Remembers where the polled task waits.
    fn waits_at(&self, at: &'static Location<'static>) {
        *self.0.waits_at.borrow_mut() = Some(Line::find(at));
    }
}

/// The future of [`World::sleep`].
pub struct Sleep {
    world: World,
    key: Key,
    at: &'static Location<'static>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.world.now() >= self.key.0 {
            return Poll::Ready(());
        }
        let waker = cx.waker().clone();
        let old = self.world.0.timers.borrow_mut().insert(self.key, waker);
        drop(old);
        self.world.waits_at(self.at);
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        let old = self.world.0.timers.borrow_mut().remove(&self.key);
        drop(old);
    }
}

/// The future of [`World::timeout`].
pub struct Timeout<F> {
    sleep: Sleep,
    future: Option<Pin<Box<F>>>,
}

impl<F: Future> Future for Timeout<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<F::Output>> {
        let future = self
            .future
            .as_mut()
            .expect("it is not polled after its end");
        if let Poll::Ready(value) = future.as_mut().poll(cx) {
            self.future = None;
            return Poll::Ready(Some(value));
        }
        if Pin::new(&mut self.sleep).poll(cx).is_pending() {
            return Poll::Pending;
        }
        self.future = None;
        Poll::Ready(None)
    }
}

/// The future of [`World::yield_now`].
pub struct YieldNow {
    world: World,
    at: &'static Location<'static>,
    yielded: bool,
}

impl Future for YieldNow {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.yielded {
            return Poll::Ready(());
        }
        self.yielded = true;
        self.world.waits_at(self.at);
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

/// The future of [`World::mark`].
pub struct Mark<F> {
    world: World,
    at: &'static Location<'static>,
    future: Pin<Box<F>>,
}

impl<F: Future> Future for Mark<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        self.world.moment(self.at, &|| true);
        let poll = self.future.as_mut().poll(cx);
        if poll.is_pending() {
            self.world.waits_at(self.at);
        }
        poll
    }
}

macro_rules! debug {
    ($($name:ident $(<$f:ident>)?),*) => { $(
        impl $(<$f>)? fmt::Debug for $name $(<$f>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )* };
}
debug!(Sleep, Timeout<F>, YieldNow, Mark<F>);
