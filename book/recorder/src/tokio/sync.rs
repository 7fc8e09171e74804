//! Locks and channels. Each is named after the line that makes it.

pub use ::tokio::sync::*;

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
