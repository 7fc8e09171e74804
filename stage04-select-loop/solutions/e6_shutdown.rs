//! Exercise s4e6: shut down without cutting a reply.

use stage01::{Routine, Yielder, co};
use stage04::{Asks, Handle, Request, cancel, ended, sleep, spawn};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

// ANCHOR: Listener
/// The coroutine that talks to one client.
pub type Connection = Routine<Request>;

/// Where clients come from: a listening socket, or a list in a test.
pub trait Listener {
    /// Waits for the next client.
    fn accept(&self) -> Routine<Request, Connection>;
}
// ANCHOR_END: Listener

// ANCHOR: serve
/// Serves clients until `stop` returns, and then lets the connections finish for `grace`. Returns how many it had to cut.
pub fn serve(
    listener: impl Listener + 'static,
    stop: impl Asks + 'static,
    grace: Duration,
) -> impl Asks<usize> {
    co(async move |y| {
        let connections: Rc<RefCell<Vec<Handle>>> = Rc::default();
        let opened = connections.clone();
        let acceptor = co(async move |y: Yielder<Request>| {
            loop {
                let connection = y.yield_from(listener.accept()).await?;
                let connection = y.yield_from(spawn(connection)).await?;
                let mut opened = opened.borrow_mut();
                opened.retain(|connection| !connection.done());
                opened.push(connection);
            }
        });
        let acceptor = y.yield_from(spawn::<()>(acceptor)).await?;
        y.yield_from(stop).await?;
        y.yield_from(cancel(&acceptor)).await?;
        let connections = connections.take();
        let (open, cut) = (connections.clone(), Rc::new(Cell::new(0)));
        let count = cut.clone();
        let clock = co(async move |y: Yielder<Request>| {
            y.yield_from(sleep(grace)).await?;
            for connection in open.iter().filter(|connection| !connection.done()) {
                count.set(count.get() + 1);
                y.yield_from(cancel(connection)).await?;
            }
            Ok(())
        });
        let clock = y.yield_from(spawn(clock)).await?;
        for connection in &connections {
            y.yield_from(ended(connection)).await?;
        }
        y.yield_from(cancel(&clock)).await?;
        y.yield_from(ended(&clock)).await?;
        Ok(cut.get())
    })
}
// ANCHOR_END: serve

#[path = "../exercises/tests/e6_shutdown.rs"]
mod tests;
