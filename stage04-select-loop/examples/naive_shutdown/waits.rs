//! Version 1: the server takes no more clients, and waits for those that it has.

use crate::Listener;
use stage01::{Yielder, co};
use stage04::{Asks, Handle, Request, cancel, ended, spawn};
use std::{cell::RefCell, rc::Rc};

// ANCHOR: serve
pub fn serve(listener: impl Listener + 'static, stop: impl Asks + 'static) -> impl Asks {
    co(async move |y| {
        let connections: Rc<RefCell<Vec<Handle>>> = Rc::default();
        let opened = connections.clone();
        let acceptor = co(async move |y: Yielder<Request>| {
            loop {
                let connection = y.yield_from(listener.accept()).await?;
                let connection = y.yield_from(spawn(connection)).await?;
                opened.borrow_mut().push(connection);
            }
        });
        let acceptor = y.yield_from(spawn::<()>(acceptor)).await?;
        y.yield_from(stop).await?;
        y.yield_from(cancel(&acceptor)).await?;
        for connection in connections.take() {
            y.yield_from(ended(&connection)).await?;
        }
        Ok(())
    })
}
// ANCHOR_END: serve
