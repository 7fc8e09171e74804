//! All orders: loom's types. Where they differ from the standard library's, the difference is made up for here.

pub(crate) use ::loom::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
pub(crate) use ::loom::sync::{Mutex, MutexGuard};
use std::sync::LockResult;
use std::time::Duration;

/// Runs all interleavings in which threads are interrupted a few times where they need not be. Without this bound two
/// threads take minutes.
pub(crate) fn check(program: impl Fn() + Send + Sync + 'static) {
    let mut builder = ::loom::model::Builder::new();
    builder.preemption_bound.get_or_insert(3);
    builder.check(program);
}

/// loom's, but a store is a swap.
///
/// In the order of all changes of one atomic a swap follows the value that it has read at once; nothing comes in
/// between. loom does not know that: for it a plain store of one thread and a swap of another may stay in no order at
/// all, and the next swap may then read what no machine would give it. Between swaps it knows the order.
pub(crate) struct AtomicBool(::loom::sync::atomic::AtomicBool);

impl AtomicBool {
    pub(crate) fn new(value: bool) -> Self {
        AtomicBool(::loom::sync::atomic::AtomicBool::new(value))
    }

    pub(crate) fn load(&self, order: Ordering) -> bool {
        self.0.load(order)
    }

    /// Releases and does not acquire, as a store.
    pub(crate) fn store(&self, value: bool, _: Ordering) {
        self.0.swap(value, Ordering::Release);
    }

    pub(crate) fn swap(&self, value: bool, order: Ordering) -> bool {
        self.0.swap(value, order)
    }
}

/// loom's, with the waits that look at the value. No time passes, so none of them ends by itself.
pub(crate) struct Condvar(::loom::sync::Condvar);

impl Condvar {
    pub(crate) fn new() -> Self {
        Condvar(::loom::sync::Condvar::new())
    }

    pub(crate) fn notify_one(&self) {
        self.0.notify_one();
    }

    pub(crate) fn notify_all(&self) {
        self.0.notify_all();
    }

    pub(crate) fn wait_while<'a, T>(
        &self,
        mut guard: MutexGuard<'a, T>,
        mut waits: impl FnMut(&mut T) -> bool,
    ) -> LockResult<MutexGuard<'a, T>> {
        while waits(&mut guard) {
            guard = self.0.wait(guard)?;
        }
        Ok(guard)
    }

    pub(crate) fn wait_timeout_while<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        _: Duration,
        waits: impl FnMut(&mut T) -> bool,
    ) -> LockResult<(MutexGuard<'a, T>, ())> {
        let guard = self.wait_while(guard, waits);
        Ok((guard.unwrap_or_else(|poisoned| poisoned.into_inner()), ()))
    }
}

/// loom's threads, with a token of ours: its `park` loses the token when the thread waits for a lock.
pub(crate) mod thread {
    use crate::sync::Token;
    pub(crate) use ::loom::thread::{Builder, spawn};
    use std::sync::Arc;
    use std::time::Duration;

    #[derive(Clone)]
    pub(crate) struct Thread(Arc<Token>);

    ::loom::thread_local! {
        static CURRENT: Thread = Thread(Arc::new(Token::new()));
    }

    pub(crate) fn current() -> Thread {
        CURRENT.with(Clone::clone)
    }

    pub(crate) fn park() {
        current().0.take();
    }

    pub(crate) fn park_timeout(_: Duration) {
        park();
    }

    impl Thread {
        pub(crate) fn unpark(&self) {
            self.0.leave();
        }
    }
}
