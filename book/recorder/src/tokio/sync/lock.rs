//! A lock: who asks for it, who has it.

use crate::{
    hold::{Held, hold_named},
    words::{Name, Words},
};
use std::panic::Location;
use tokio::sync::TryLockError;

/// As tokio's. `lock_owned` and the mapped guards are missing.
#[derive(Debug)]
pub struct Mutex<T: ?Sized> {
    name: Name,
    lock: tokio::sync::Mutex<T>,
}

impl<T> Mutex<T> {
    /// As tokio's.
    #[track_caller]
    pub fn new(value: T) -> Self {
        let lock = tokio::sync::Mutex::new(value);
        let name = Name::new("Mutex");
        Mutex { name, lock }
    }

    /// As tokio's.
    pub fn into_inner(self) -> T {
        self.lock.into_inner()
    }
}

impl<T: ?Sized> Mutex<T> {
    /// As tokio's.
    #[track_caller]
    pub fn lock(&self) -> impl Future<Output = MutexGuard<'_, T>> {
        let at = Location::caller();
        let held = hold_named(self.lock.lock(), self.words(), at);
        async { MutexGuard(held.await) }
    }

    /// As tokio's.
    ///
    /// # Errors
    /// As tokio's.
    #[track_caller]
    pub fn try_lock(&self) -> Result<MutexGuard<'_, T>, TryLockError> {
        let guard = self.lock.try_lock()?;
        Ok(MutexGuard(Held::got(guard, self.words())))
    }

    /// As tokio's.
    pub fn get_mut(&mut self) -> &mut T {
        self.lock.get_mut()
    }

    fn words(&self) -> Words {
        Words::Named("the ", self.name)
    }
}

impl<T: Default> Default for Mutex<T> {
    #[track_caller]
    fn default() -> Self {
        Mutex::new(T::default())
    }
}

/// As tokio's.
#[derive(Debug)]
pub struct MutexGuard<'a, T: ?Sized>(Held<tokio::sync::MutexGuard<'a, T>>);

gives!(mut MutexGuard);
