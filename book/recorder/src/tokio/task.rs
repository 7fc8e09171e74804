//! Tasks: `spawn`, `JoinHandle`, `JoinSet`.

pub use ::tokio::task::*;

use crate::{
    recorded::Recorded,
    wait::{Kind, Wait},
    words::{Name, Words},
};
use pin_project_lite::pin_project;
use std::{
    ops::{Deref, DerefMut},
    panic::Location,
    pin::Pin,
    task::{Context, Poll},
};

/// As tokio's `spawn`. The task is named after the line that spawns it.
#[track_caller]
pub fn spawn<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    start(Recorded::new(future, None, Location::caller()))
}

#[track_caller]
pub(crate) fn start<F>(future: Recorded<F>) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let words = future.join_words();
    let handle = crate::current::unseen(|| ::tokio::spawn(future));
    JoinHandle::new(handle, words)
}

/// As tokio's. The task is named after the line that spawns it.
///
/// # Panics
/// As tokio's, outside of a `LocalSet`.
#[track_caller]
pub fn spawn_local<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future + 'static,
    F::Output: 'static,
{
    let future = Recorded::new(future, None, Location::caller());
    let words = future.join_words();
    let handle = crate::current::unseen(|| ::tokio::task::spawn_local(future));
    JoinHandle::new(handle, words)
}

/// As tokio's. What it does on its thread is not recorded; waiting for it is.
#[track_caller]
pub fn spawn_blocking<F, T>(job: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let words = Words::Named("the ", Name::new("blocking job"));
    JoinHandle::new(::tokio::task::spawn_blocking(job), words)
}

pin_project! {
    /// As tokio's: awaiting it is recorded. Its other methods are tokio's.
    #[derive(Debug)]
    pub struct JoinHandle<T> {
        #[pin]
        wait: Wait<::tokio::task::JoinHandle<T>>,
    }
}

impl<T> JoinHandle<T> {
    #[track_caller]
    fn new(handle: ::tokio::task::JoinHandle<T>, words: Words) -> Self {
        let wait = Wait::new(handle, words, Kind::End);
        JoinHandle { wait }
    }

    /// Returns tokio's own handle.
    pub fn into_inner(self) -> ::tokio::task::JoinHandle<T> {
        self.wait.into_inner()
    }
}

impl<T> Deref for JoinHandle<T> {
    type Target = ::tokio::task::JoinHandle<T>;
    fn deref(&self) -> &Self::Target {
        self.wait.get_ref()
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().wait.poll(cx)
    }
}

/// As tokio's: what it spawns is recorded, and waiting for the next. Its other methods are tokio's.
#[derive(Debug)]
pub struct JoinSet<T> {
    set: ::tokio::task::JoinSet<T>,
    name: Name,
}

impl<T: 'static> JoinSet<T> {
    /// As tokio's.
    #[track_caller]
    #[expect(clippy::new_without_default, reason = "it is named after its line")]
    pub fn new() -> JoinSet<T> {
        JoinSet {
            set: ::tokio::task::JoinSet::new(),
            name: Name::new("JoinSet"),
        }
    }

    /// As tokio's.
    #[track_caller]
    pub fn spawn<F>(&mut self, future: F) -> AbortHandle
    where
        F: Future<Output = T> + Send + 'static,
        T: Send,
    {
        let future = Recorded::new(future, None, Location::caller());
        crate::current::unseen(|| self.set.spawn(future))
    }

    /// As tokio's.
    #[track_caller]
    pub fn join_next(&mut self) -> impl Future<Output = Option<Result<T, JoinError>>> {
        let words = Words::Named("the next end in the ", self.name);
        Wait::new(self.set.join_next(), words, Kind::End)
    }
}

impl<T> Deref for JoinSet<T> {
    type Target = ::tokio::task::JoinSet<T>;
    fn deref(&self) -> &Self::Target {
        &self.set
    }
}

impl<T> DerefMut for JoinSet<T> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.set
    }
}
