//! Tasks for hyper.

use crate::task::spawn::spawn;

/// Spawns on the runtime that runs here.
///
/// What it spawns need not be `Send`, so a service may hold an `Rc`. The task is detached: hyper tells of its end by
/// other ways.
///
/// # Panics
///
/// When hyper uses it outside of a runtime.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Executor;

impl Executor {
    /// For `hyper::server::conn::http2::Builder::new` and its like.
    pub fn new() -> Self {
        Executor
    }
}

// ANCHOR: Executor
impl<F: Future<Output: 'static> + 'static> ::hyper::rt::Executor<F> for Executor {
    fn execute(&self, future: F) {
        drop(spawn(future));
    }
}
// ANCHOR_END: Executor
