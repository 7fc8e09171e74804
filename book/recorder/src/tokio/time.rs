//! Timers: `sleep`, `timeout`, `interval`.

pub use ::tokio::time::*;

mod interval;

pub use interval::{Interval, interval, interval_at};

use crate::{
    current, sink,
    wait::{Kind, Wait},
    words::Words,
};
use pin_project_lite::pin_project;
use std::{
    pin::Pin,
    task::{Context, Poll},
};

pin_project! {
    /// As tokio's.
    #[derive(Debug)]
    pub struct Sleep {
        #[pin]
        wait: Wait<::tokio::time::Sleep>,
    }
}

/// As tokio's.
#[track_caller]
pub fn sleep(time: Duration) -> Sleep {
    let wait = Wait::new(
        ::tokio::time::sleep(time),
        Words::Time("sleep ", time),
        timer(time),
    );
    Sleep { wait }
}

/// As tokio's.
#[track_caller]
pub fn sleep_until(deadline: Instant) -> Sleep {
    let time = deadline.saturating_duration_since(Instant::now());
    let words = Words::Time("sleep ", time);
    let wait = Wait::new(::tokio::time::sleep_until(deadline), words, timer(time));
    Sleep { wait }
}

impl Sleep {
    /// As tokio's.
    pub fn deadline(&self) -> Instant {
        self.wait.get_ref().deadline()
    }

    /// As tokio's.
    pub fn is_elapsed(&self) -> bool {
        self.wait.get_ref().is_elapsed()
    }

    /// As tokio's.
    pub fn reset(self: Pin<&mut Self>, deadline: Instant) {
        let time = deadline.saturating_duration_since(Instant::now());
        let mut wait = self.project().wait;
        wait.as_mut()
            .again(Words::Time("sleep ", time), timer(time));
        wait.inner().reset(deadline);
    }
}

impl Future for Sleep {
    type Output = ();
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.project().wait.poll(cx)
    }
}

/// As tokio's.
#[track_caller]
pub fn timeout<F>(time: Duration, future: F) -> Wait<Timeout<Unlabelled<F::IntoFuture>>>
where
    F: IntoFuture,
{
    let future = future.into_future();
    let timeout = ::tokio::time::timeout(time, Unlabelled { future });
    Wait::new(timeout, Words::Time("timeout ", time), timer(time))
}

/// As tokio's.
#[track_caller]
pub fn timeout_at<F>(deadline: Instant, future: F) -> Wait<Timeout<Unlabelled<F::IntoFuture>>>
where
    F: IntoFuture,
{
    timeout(deadline.saturating_duration_since(Instant::now()), future)
}

fn timer(time: Duration) -> Kind {
    let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    Kind::Timer(sink::next_id(), micros)
}

pin_project! {
    /// What a timeout surrounds: its wakes are no timer's.
    #[derive(Debug)]
    pub struct Unlabelled<F> {
        #[pin]
        future: F,
    }
}

impl<F: Future> Future for Unlabelled<F> {
    type Output = F::Output;
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let future = self.project().future;
        match current::lent() {
            Some(waker) => future.poll(&mut Context::from_waker(&waker)),
            None => future.poll(cx),
        }
    }
}
