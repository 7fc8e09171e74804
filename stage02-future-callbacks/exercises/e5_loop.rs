//! Exercise s2e5: a loop that knows when to end.
//!
//! The document's loop says `while True` and blocks for ever once nobody is left to wait for. Yours ends, and
//! neither spins nor oversleeps before it does.
//!
//! Run the tests: `cargo test --test s2e5`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage02::{Interest, Key, Ready, Selector, Source};
use std::{cell::RefCell, collections::VecDeque, io, rc::Rc, time::Duration};

type Callback = Box<dyn FnOnce(&MyLoop)>;
type Handler = Rc<dyn Fn(&MyLoop, Ready)>;

/// A selector whose data are callbacks, and a queue.
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
        self.selector
            .borrow_mut()
            .register(source, interest, handler)
    }

    fn unregister(&self, key: Key) -> io::Result<()> {
        self.selector.borrow_mut().unregister(key).map(drop)
    }

    /// One turn: wait; queue the handlers of what is ready, behind what is queued already; run what is queued now.
    ///
    /// - If something is queued there is no time to wait: the timeout is zero. Else it is `None`, for ever.
    /// - A handler may unregister another one that is ready in the same turn; that one must not run. So look the key up when its
    ///   turn has come: `Selector::get` gives `None` for a key that is gone.
    /// - What a callback or a handler queues waits for the next turn. Otherwise a callback that queues itself would keep
    ///   the loop from ever looking at a socket again.
    /// - No `borrow` may be held while a handler or a callback runs: they use the loop too. (`if let Some(handler) =
    ///   self.selector.borrow().get(key)` holds one through its whole block. A `let` of its own does not.)
    fn run_once(&self) -> io::Result<()> {
        todo!()
    }

    /// Takes turns as long as something is registered or queued.
    fn run(&self) -> io::Result<()> {
        todo!()
    }
}

#[path = "tests/e5_loop.rs"]
mod tests;
