//! Exercise s2e5: a loop that knows when to wait, and when to end.
//!
//! This is the first version of the page. Change it until it keeps the promises below. The tests look into the two
//! fields, so keep them; everything else is yours.
//!
//! Run the tests: `cargo test --test s2e5`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage02::{Interest, Key, Ready, Selector, Source};
use std::{cell::RefCell, collections::VecDeque, io, rc::Rc, time::Duration};

type Callback = Box<dyn FnOnce(&MyLoop)>;
type Handler = Rc<dyn Fn(&MyLoop, Ready)>;

/// A selector that keeps a handler for each socket, and a queue of callbacks.
struct MyLoop {
    selector: RefCell<Selector<Handler>>,
    queue: RefCell<VecDeque<Callback>>,
}

impl MyLoop {
    fn new() -> io::Result<Self> {
        Ok(MyLoop {
            selector: RefCell::new(Selector::new()?),
            queue: RefCell::default(),
        })
    }

    /// Adds a callback to the queue. Never runs it in here.
    fn call_soon(&self, callback: impl FnOnce(&MyLoop) + 'static) {
        self.queue.borrow_mut().push_back(Box::new(callback));
    }

    /// Registers a socket with its handler, until `unregister`.
    fn register(
        &self,
        source: Rc<dyn Source>,
        interest: Interest,
        handler: impl Fn(&MyLoop, Ready) + 'static,
    ) -> io::Result<Key> {
        let handler = Rc::new(handler);
        let mut selector = self.selector.borrow_mut();
        selector.register(source, interest, handler)
    }

    fn unregister(&self, key: Key) -> io::Result<()> {
        let handler = self.selector.borrow_mut().unregister(key)?;
        drop(handler); // nothing is borrowed now
        Ok(())
    }

    /// One turn.
    ///
    /// - Waits until a socket is ready. If something is queued, it asks the selector all the same, and does not wait.
    ///   With nothing registered and nothing queued it may wait forever or return at once: the tests take no such turn.
    /// - Then runs, in this order and each once: every callback that was queued when the turn began, and the handler of
    ///   every socket that is ready, in the order in which `select` returns them.
    /// - What these queue runs in the next turn, after another look at the sockets.
    /// - A handler that is unregistered before it has run in this turn does not run.
    /// - A callback or a handler may use the loop like any other code: queue, register, unregister.
    /// - If the selector cannot wait, returns its error. What is queued stays queued.
    fn run_once(&self) -> io::Result<()> {
        for (ready, handler) in self.select()? {
            handler(self, ready);
        }
        while let Some(callback) = self.dequeue() {
            callback(self);
        }
        Ok(())
    }

    /// Takes turns as long as a socket is registered or a callback queued, however many turns that are. Then returns.
    /// An error of a turn ends it, too.
    fn run(&self) -> io::Result<()> {
        loop {
            self.run_once()?;
        }
    }

    /// Waits. Returns the sockets that are ready, each with its handler.
    fn select(&self) -> io::Result<Vec<(Ready, Handler)>> {
        let mut selector = self.selector.borrow_mut();
        let ready = selector.select(None)?.into_iter();
        let with_handler = |ready: Ready| Some((ready, selector.get(ready.key)?.clone()));
        Ok(ready.filter_map(with_handler).collect())
    }

    fn dequeue(&self) -> Option<Callback> {
        self.queue.borrow_mut().pop_front()
    }
}

#[path = "tests/e5_loop.rs"]
mod tests;
