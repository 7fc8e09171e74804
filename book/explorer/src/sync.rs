//! What the explored code is made of: the standard library's types, with a stop before each operation.
//!
//! Outside of an explored thread, and in [`quietly`](crate::quietly), nothing stops: locks and atomics are then std's.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::Location;
use std::sync::atomic::{AtomicBool as Flag, Ordering::SeqCst};
pub use std::sync::{Arc, LockResult};
use std::sync::{Mutex as StdMutex, MutexGuard as StdGuard, PoisonError};

use crate::baton::me;
use crate::order::runs;
use crate::stop::{operations, stop};
use crate::world::{locked, unlocked};

pub mod thread;

pub use atomic::{AtomicBool, AtomicUsize, Ordering};

/// A lock whose waiting threads the explorer knows.
#[derive(Default)]
pub struct Mutex<T> {
    held: Arc<Flag>,
    value: StdMutex<T>,
}

impl<T> Mutex<T> {
    /// An open lock.
    pub fn new(value: T) -> Self {
        Mutex {
            held: Arc::default(),
            value: StdMutex::new(value),
        }
    }

    /// Waits until no other thread holds the lock. It is never poisoned.
    #[track_caller]
    pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        let (at, held) = (Location::caller(), self.held.clone());
        stop("lock", at, move || !held.load(SeqCst));
        if me().is_none() && runs() && self.held.load(SeqCst) {
            panic!("the only thread waits for a lock that it holds");
        }
        let guard = self.value.lock().unwrap_or_else(PoisonError::into_inner);
        self.held.store(true, SeqCst);
        locked();
        Ok(MutexGuard {
            lock: self,
            at,
            operations: operations(),
            guard: Some(guard),
        })
    }

    /// Looks at the value from outside, between two steps.
    pub fn peek<R>(&self, look: impl FnOnce(&T) -> R) -> Option<R> {
        match self.held.load(SeqCst) {
            true => None, // the thread that holds it has stopped, and keeps it
            false => Some(look(
                &self.value.lock().unwrap_or_else(PoisonError::into_inner),
            )),
        }
    }
}

impl<T> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mutex")
            .field("held", &self.held)
            .finish_non_exhaustive()
    }
}

/// The right to use what a [`Mutex`] holds.
#[derive(Debug)]
pub struct MutexGuard<'a, T> {
    lock: &'a Mutex<T>,
    at: &'static Location<'static>,
    /// The number of operations that the thread had done when it took the lock.
    operations: usize,
    guard: Option<StdGuard<'a, T>>,
}

impl<T> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        // A lock without another operation under it is a single step: no thread could see it held.
        if operations() != self.operations {
            stop("unlock", self.at, || true);
        }
        self.guard = None;
        self.lock.held.store(false, SeqCst);
        unlocked();
    }
}

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.guard.as_ref().expect("it is there until the drop")
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.guard.as_mut().expect("it is there until the drop")
    }
}

/// Atomic values. Every operation is sequentially consistent, whatever it asks for.
pub mod atomic {
    use super::{Location, SeqCst, stop};
    use crate::baton::result;
    pub use std::sync::atomic::Ordering;

    macro_rules! atomic {
        ($name:ident, $value:ty) => {
            #[doc = concat!("A `", stringify!($name), "` whose operations are steps.")]
            #[derive(Debug, Default)]
            pub struct $name(std::sync::atomic::$name);

            impl $name {
                /// A new value.
                pub const fn new(value: $value) -> Self {
                    $name(std::sync::atomic::$name::new(value))
                }

                /// Returns the value.
                #[track_caller]
                pub fn load(&self, _: Ordering) -> $value {
                    stop("load", Location::caller(), || true);
                    let value = self.0.load(SeqCst);
                    result(value.to_string());
                    value
                }

                /// Replaces the value.
                #[track_caller]
                pub fn store(&self, value: $value, _: Ordering) {
                    stop("store", Location::caller(), || true);
                    self.0.store(value, SeqCst);
                }

                /// Replaces the value, and returns the one before.
                #[track_caller]
                pub fn swap(&self, value: $value, _: Ordering) -> $value {
                    stop("swap", Location::caller(), || true);
                    let before = self.0.swap(value, SeqCst);
                    result(before.to_string());
                    before
                }

                /// Replaces the value if it is the expected one.
                ///
                /// # Errors
                ///
                /// Returns the value if it is another one.
                #[track_caller]
                pub fn compare_exchange(
                    &self,
                    expected: $value,
                    new: $value,
                    _: Ordering,
                    _: Ordering,
                ) -> Result<$value, $value> {
                    stop("compare_exchange", Location::caller(), || true);
                    let before = self.0.compare_exchange(expected, new, SeqCst, SeqCst);
                    result(before.map_or_else(|other| format!("it is {other}"), |_| "done".into()));
                    before
                }

                /// Looks at the value from outside, between two steps.
                pub fn peek(&self) -> $value {
                    self.0.load(SeqCst)
                }
            }
        };
    }
    atomic!(AtomicBool, bool);
    atomic!(AtomicUsize, usize);

    macro_rules! arithmetic {
        ($($name:ident: $docs:literal),*) => {
            impl AtomicUsize { $(
                #[doc = $docs]
                #[track_caller]
                pub fn $name(&self, value: usize, _: Ordering) -> usize {
                    stop(stringify!($name), Location::caller(), || true);
                    let before = self.0.$name(value, SeqCst);
                    result(before.to_string());
                    before
                }
            )* }
        };
    }
    arithmetic!(
        fetch_add: "Adds to the value, and returns the one before.",
        fetch_sub: "Subtracts from the value, and returns the one before."
    );
}
