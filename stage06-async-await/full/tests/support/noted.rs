//! Drops that are written down.
#![allow(dead_code)]

use std::{
    sync::{Arc, Mutex},
    thread::{self, ThreadId},
};

/// Notes on which thread it is dropped, and its name.
pub(crate) struct Noted(pub(crate) &'static str, pub(crate) Log);

pub(crate) type Log = Arc<Mutex<Vec<(&'static str, ThreadId)>>>;

impl Drop for Noted {
    fn drop(&mut self) {
        let here = thread::current().id();
        self.1.lock().unwrap().push((self.0, here));
    }
}

pub(crate) fn names(log: &Log) -> Vec<&'static str> {
    log.lock().unwrap().iter().map(|(name, _)| *name).collect()
}
