//! Rejected with: it has its result already

use stage01::Result;
use stage02::{EventLoop, InvalidState};
use std::{cell::RefCell, mem, rc::Rc};

type Callback<T> = Box<dyn FnOnce(&MyFuture<T>)>;

/// A value that is not there yet, and what to do when it is. Clones are the same future.
#[derive(Clone)]
struct MyFuture<T>(Rc<Shared<T>>);

struct Shared<T> {
    event_loop: EventLoop,
    state: RefCell<State<T>>,
}

enum State<T> {
    Pending(Vec<Callback<T>>),
    Done(Result<T>),
}

impl<T: Clone + 'static> MyFuture<T> {
    fn new(event_loop: &EventLoop) -> Self {
        let state = RefCell::new(State::Pending(Vec::new()));
        MyFuture(Rc::new(Shared {
            event_loop: event_loop.clone(),
            state,
        }))
    }

    fn settle(&self, result: Result<T>) -> Result<(), InvalidState> {
        let mut state = self.0.state.borrow_mut();
        let callbacks = match &mut *state {
            State::Pending(callbacks) => mem::take(callbacks),
            State::Done(_) => Vec::new(),
        };
        *state = State::Done(result);
        drop(state);
        for callback in callbacks {
            self.schedule(callback);
        }
        Ok(())
    }

    fn result(&self) -> Option<Result<T>> {
        match &*self.0.state.borrow() {
            State::Pending(_) => None,
            State::Done(result) => Some(result.clone()),
        }
    }

    fn add_done_callback(&self, callback: impl FnOnce(&MyFuture<T>) + 'static) {
        if let State::Pending(callbacks) = &mut *self.0.state.borrow_mut() {
            callbacks.push(Box::new(callback));
            return;
        }
        self.schedule(Box::new(callback));
    }

    fn schedule(&self, callback: Callback<T>) {
        let future = self.clone();
        self.0.event_loop.call_soon(move |_| callback(&future));
    }
}

#[path = "../tests/e1_future.rs"]
mod tests;
