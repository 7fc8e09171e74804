//! Which sockets a loop watches. What happens is told when nothing is borrowed any more.

use super::{EventLoop, Handler};
use crate::{Interest, Key, Ready, Source, unchain::InTurn};
use std::{cell::RefCell, io, rc::Rc};
use tracing::debug;

impl EventLoop {
    /// Runs `handler` in every turn in which the socket is ready, until the key is unregistered.
    ///
    /// The socket should be nonblocking. The handler is told what was so when the turn began; another handler may
    /// have read the bytes since, so [`WouldBlock`](io::ErrorKind::WouldBlock) is an answer to expect.
    ///
    /// # Errors
    ///
    /// As [`Selector::register`](crate::Selector::register).
    ///
    /// # Panics
    ///
    /// The turn panics if a handler runs the loop, and is itself called again while it does.
    pub fn register(
        &self,
        source: Rc<dyn Source>,
        interest: Interest,
        handler: impl FnMut(&EventLoop, Ready) + 'static,
    ) -> io::Result<Key> {
        // One that unregisters itself and panics is dropped by the unwinding.
        let mut handler = InTurn::new(handler);
        let handler = move |event_loop: &EventLoop, ready| handler.get()(event_loop, ready);
        let handler: Handler = Rc::new(RefCell::new(handler));
        let shown = source.clone();
        let registered = self
            .0
            .selector
            .borrow_mut()
            .register(source, interest, handler.clone());
        let key = registered?;
        debug!(target: "event_loop", %key, ?interest, source = ?shown, "register");
        Ok(key)
    }

    /// Changes what a registration waits for.
    ///
    /// # Errors
    ///
    /// As [`Selector::modify`](crate::Selector::modify).
    pub fn modify(&self, key: Key, interest: Interest) -> io::Result<()> {
        let before = self.0.selector.borrow().interest(key);
        self.0.selector.borrow_mut().modify(key, interest)?;
        if before != Some(interest) {
            debug!(target: "event_loop", %key, ?interest, "modify");
        }
        Ok(())
    }

    /// Lets go of a socket and of its handler, which will not run again: not even if it was ready in this very turn.
    ///
    /// # Errors
    ///
    /// As [`Selector::unregister`](crate::Selector::unregister).
    pub fn unregister(&self, key: Key) -> io::Result<()> {
        let _handler = self.0.selector.borrow_mut().unregister(key)?;
        debug!(target: "event_loop", %key, "unregister");
        Ok(())
    }

    /// How many sockets are registered.
    pub fn registered(&self) -> usize {
        self.0.selector.borrow().len()
    }
}
