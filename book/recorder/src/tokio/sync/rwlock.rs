//! A lock for many readers or one writer.

use crate::{
    hold::{Held, hold_named},
    words::{Name, Words},
};
use std::panic::Location;

/// As tokio's. The owned and mapped guards, and the `try_` methods are missing.
#[derive(Debug)]
pub struct RwLock<T: ?Sized> {
    name: Name,
    lock: tokio::sync::RwLock<T>,
}

impl<T> RwLock<T> {
    /// As tokio's.
    #[track_caller]
    pub fn new(value: T) -> Self {
        let lock = tokio::sync::RwLock::new(value);
        let name = Name::new("RwLock");
        RwLock { name, lock }
    }
}

impl<T: ?Sized> RwLock<T> {
    /// As tokio's.
    #[track_caller]
    pub fn read(&self) -> impl Future<Output = RwLockReadGuard<'_, T>> {
        let words = Words::Named("read access to the ", self.name);
        let held = hold_named(self.lock.read(), words, Location::caller());
        async { RwLockReadGuard(held.await) }
    }

    /// As tokio's.
    #[track_caller]
    pub fn write(&self) -> impl Future<Output = RwLockWriteGuard<'_, T>> {
        let words = Words::Named("write access to the ", self.name);
        let held = hold_named(self.lock.write(), words, Location::caller());
        async { RwLockWriteGuard(held.await) }
    }
}

/// As tokio's.
#[derive(Debug)]
pub struct RwLockReadGuard<'a, T: ?Sized>(Held<tokio::sync::RwLockReadGuard<'a, T>>);

gives!(RwLockReadGuard);

/// As tokio's.
#[derive(Debug)]
pub struct RwLockWriteGuard<'a, T: ?Sized>(Held<tokio::sync::RwLockWriteGuard<'a, T>>);

gives!(mut RwLockWriteGuard);
