//! A lock for many readers or one writer.

use crate::{
    hold::{Held, hold_named},
    words::{Name, Words},
};
use std::{
    ops::{Deref, DerefMut},
    panic::Location,
};

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

impl<T: ?Sized> Deref for RwLockReadGuard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// As tokio's.
#[derive(Debug)]
pub struct RwLockWriteGuard<'a, T: ?Sized>(Held<tokio::sync::RwLockWriteGuard<'a, T>>);

impl<T: ?Sized> Deref for RwLockWriteGuard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: ?Sized> DerefMut for RwLockWriteGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}
