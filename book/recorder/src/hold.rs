//! A lock, a permit, a place in a queue: who has it.

use crate::{
    current,
    event::{TaskId, What},
    sink,
    wait::{Kind, Wait},
    words::Words,
};
use std::{
    borrow::Cow,
    ops::{Deref, DerefMut},
    panic::Location,
};

/// Awaits a guard, and records that the task waits for `what`, and that it has it until the guard is dropped. For locks that have no
/// wrapper here:
///
/// ```
/// # async fn example(db: &async_lock::Mutex<u32>) {
/// let mut rows = recorder::hold("db", db.lock()).await;
/// **rows += 1;
/// # }
/// # mod async_lock { pub struct Mutex<T>(std::cell::Cell<T>); impl Mutex<u32> { pub async fn lock(&self) -> Box<u32> { Box::new(1) } } }
/// ```
#[track_caller]
pub fn hold<F: Future>(
    what: impl Into<Cow<'static, str>>,
    guard: F,
) -> impl Future<Output = Held<F::Output>> {
    hold_named(guard, Words::Said(what.into()), Location::caller())
}

pub(crate) async fn hold_named<F: Future>(
    guard: F,
    what: Words,
    at: &'static Location<'static>,
) -> Held<F::Output> {
    let name = what.clone();
    let guard = Wait::at(guard, what, Kind::Resource, at).await;
    Held::new(guard, name)
}

/// A guard. When it is dropped, it is recorded that the task gave back what it had.
#[derive(Debug)]
pub struct Held<G> {
    _gives: Gives,
    guard: G,
}

impl<G> Held<G> {
    /// The guard of what the current task has got.
    pub(crate) fn new(guard: G, what: Words) -> Held<G> {
        let task = sink::on().then(|| current::current().map_or(sink::MAIN, |c| c.task));
        let _gives = Gives { task, what };
        Held { _gives, guard }
    }
}

#[cfg(feature = "tokio")]
impl<G> Held<G> {
    /// The guard, which the task has no more.
    pub(crate) fn into_inner(self) -> G {
        self.guard
    }

    /// The guard of what the current task has got without waiting.
    #[track_caller]
    pub(crate) fn got(guard: G, what: Words) -> Held<G> {
        let held = Held::new(guard, what);
        if let Some(task) = held._gives.task {
            let words = &held._gives.what;
            let (what, mode) = (words.resource(), words.mode());
            let at = Some(crate::recorded::place(Location::caller()));
            sink::emit(What::Got {
                task,
                what,
                mode,
                at,
            });
        }
        held
    }
}

impl<G> Deref for Held<G> {
    type Target = G;
    fn deref(&self) -> &G {
        &self.guard
    }
}

impl<G> DerefMut for Held<G> {
    fn deref_mut(&mut self) -> &mut G {
        &mut self.guard
    }
}

/// The first field of a guard: dropped before the lock is free, so that no other task has got it before.
#[derive(Debug)]
struct Gives {
    task: Option<TaskId>,
    what: Words,
}

impl Drop for Gives {
    fn drop(&mut self) {
        if let Some(task) = self.task {
            let what = self.what.resource();
            sink::emit(What::Gave { task, what });
        }
    }
}
