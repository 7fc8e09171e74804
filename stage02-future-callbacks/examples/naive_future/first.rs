//! The first version: the callbacks run where the result is set.

use stage01::Result;
use std::{cell::RefCell, rc::Rc};

// ANCHOR: MyFuture
type Callback<T> = Box<dyn FnOnce(&MyFuture<T>)>;

/// A value that is not there yet, and what to do when it is. Clones are the same future.
#[derive(Clone)]
pub(crate) struct MyFuture<T>(Rc<Shared<T>>);

struct Shared<T> {
    result: RefCell<Option<Result<T>>>,
    callbacks: RefCell<Vec<Callback<T>>>,
}

impl<T: Clone + 'static> MyFuture<T> {
    pub(crate) fn settle(&self, result: Result<T>) {
        self.0.result.replace(Some(result));
        for callback in self.0.callbacks.take() {
            callback(self);
        }
    }

    pub(crate) fn result(&self) -> Option<Result<T>> {
        self.0.result.borrow().clone()
    }

    pub(crate) fn add_done_callback(&self, callback: impl FnOnce(&MyFuture<T>) + 'static) {
        self.0.callbacks.borrow_mut().push(Box::new(callback));
    }
}
// ANCHOR_END: MyFuture

impl<T> MyFuture<T> {
    pub(crate) fn new() -> Self {
        MyFuture(Rc::new(Shared {
            result: RefCell::default(),
            callbacks: RefCell::default(),
        }))
    }
}
