//! Exercise s2e5: a loop that knows when to wait, and when to end.

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

    fn call_soon(&self, callback: impl FnOnce(&MyLoop) + 'static) {
        self.queue.borrow_mut().push_back(Box::new(callback));
    }

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

    fn run_once(&self) -> io::Result<()> {
        let nothing_queued = self.queue.borrow().is_empty();
        let timeout = (!nothing_queued).then_some(Duration::ZERO);
        let ready = self.selector.borrow_mut().select(timeout)?;
        for ready in ready {
            self.call_soon(move |my_loop| my_loop.dispatch(ready));
        }
        let turn = self.queue.take();
        for callback in turn {
            callback(self);
        }
        Ok(())
    }

    fn dispatch(&self, ready: Ready) {
        let handler = self.selector.borrow().get(ready.key).cloned();
        if let Some(handler) = handler {
            handler(self, ready);
        }
    }

    fn run(&self) -> io::Result<()> {
        while !(self.queue.borrow().is_empty() && self.selector.borrow().is_empty()) {
            self.run_once()?;
        }
        Ok(())
    }
}

#[path = "../exercises/tests/e5_loop.rs"]
mod tests;
