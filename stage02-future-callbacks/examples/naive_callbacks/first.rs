//! The first version: wait, call the handlers of what is ready, call what is queued.

use stage02::{Interest, Key, Ready, Selector, Source};
use std::{cell::RefCell, collections::VecDeque, io, rc::Rc};

// ANCHOR: MyLoop
type Callback = Box<dyn FnOnce(&MyLoop)>;
type Handler = Rc<dyn Fn(&MyLoop, Ready)>;

/// A selector that keeps a handler for each socket, and a queue of callbacks.
pub(crate) struct MyLoop {
    selector: RefCell<Selector<Handler>>,
    queue: RefCell<VecDeque<Callback>>,
}
// ANCHOR_END: MyLoop

impl MyLoop {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(MyLoop {
            selector: RefCell::new(Selector::new()?),
            queue: RefCell::default(),
        })
    }

    // ANCHOR: call_soon
    pub(crate) fn call_soon(&self, callback: impl FnOnce(&MyLoop) + 'static) {
        self.queue.borrow_mut().push_back(Box::new(callback));
    }
    // ANCHOR_END: call_soon

    pub(crate) fn register(
        &self,
        source: Rc<dyn Source>,
        interest: Interest,
        handler: impl Fn(&MyLoop, Ready) + 'static,
    ) -> io::Result<Key> {
        let handler = Rc::new(handler);
        let mut selector = self.selector.borrow_mut();
        selector.register(source, interest, handler)
    }

    pub(crate) fn unregister(&self, key: Key) -> io::Result<()> {
        let handler = self.selector.borrow_mut().unregister(key)?;
        drop(handler); // nothing is borrowed now
        Ok(())
    }

    // ANCHOR: run
    pub(crate) fn run(&self) -> io::Result<()> {
        loop {
            self.run_once()?;
        }
    }
    // ANCHOR_END: run

    // ANCHOR: run_once
    pub(crate) fn run_once(&self) -> io::Result<()> {
        for (ready, handler) in self.select()? {
            handler(self, ready);
        }
        while let Some(callback) = self.dequeue() {
            callback(self);
        }
        Ok(())
    }

    /// Waits. Returns the sockets that are ready, each with its handler.
    fn select(&self) -> io::Result<Vec<(Ready, Handler)>> {
        let mut selector = self.selector.borrow_mut();
        let ready = selector.select(None)?.into_iter();
        let with_handler = |ready: Ready| Some((ready, selector.get(ready.key)?.clone()));
        Ok(ready.filter_map(with_handler).collect())
    }
    // ANCHOR_END: run_once

    fn dequeue(&self) -> Option<Callback> {
        self.queue.borrow_mut().pop_front()
    }
}
