//! Locks and channels. Each is named after the line that makes it.

pub use ::tokio::sync::*;

/// What is not wrapped is tokio's.
macro_rules! else_as_tokios {
    ($wrapper:ident.$field:ident: $tokios:ty) => {
        impl<T> std::ops::Deref for $wrapper<T> {
            type Target = $tokios;
            fn deref(&self) -> &Self::Target {
                &self.$field
            }
        }
    };
    (mut $wrapper:ident.$field:ident: $tokios:ty) => {
        else_as_tokios!($wrapper.$field: $tokios);
        impl<T> std::ops::DerefMut for $wrapper<T> {
            fn deref_mut(&mut self) -> &mut Self::Target {
                &mut self.$field
            }
        }
    };
}

/// A guard gives access to the value.
macro_rules! gives {
    ($guard:ident) => {
        impl<T: ?Sized> std::ops::Deref for $guard<'_, T> {
            type Target = T;
            fn deref(&self) -> &T {
                &self.0
            }
        }
    };
    (mut $guard:ident) => {
        gives!($guard);
        impl<T: ?Sized> std::ops::DerefMut for $guard<'_, T> {
            fn deref_mut(&mut self) -> &mut T {
                &mut self.0
            }
        }
    };
}

pub mod broadcast;
mod lock;
pub mod mpsc;
mod notify;
pub mod oneshot;
mod rwlock;
mod semaphore;
pub mod watch;

pub use lock::{Mutex, MutexGuard};
pub use notify::Notify;
pub use rwlock::{RwLock, RwLockReadGuard, RwLockWriteGuard};
pub use semaphore::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};
