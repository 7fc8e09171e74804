//! Exercise s4e6: shut down without cutting a reply.
//!
//! The last naive server of the page, with a limit that nothing looks at yet. Add the guards. The tests call `serve` in a simulated world,
//! with their own listener; all else is yours to change.
//!
//! Run the tests: `cargo test --test s4e6`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

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

/// Serves clients, each in a task of its own, until it is told to stop. Then lets the connections finish, but not forever. Returns how many
/// connections it had to cut.
///
/// - `stop` is a coroutine that waits until the server has to stop. From the next turn on no client is accepted.
/// - A connection that is open when `stop` returns may go on for `grace`, counted from that moment. A connection that has not ended by then is
///   cut: cancelled, once; any number of them may be open. `serve` waits until it has ended, since it may have something to clean up.
/// - When the last connection has ended, `serve` returns at once.
/// - A connection that fails has ended. It is no error of the server, and it does not count as cut.
/// - When `serve` has returned, none of the tasks that it spawned is left in the loop.
///
/// (Nothing cancels `serve` itself, and `accept` and `stop` do not fail.)
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
                opened.borrow_mut().push(connection);
            }
        });
        let acceptor = y.yield_from(spawn::<()>(acceptor)).await?;
        y.yield_from(stop).await?;
        y.yield_from(cancel(&acceptor)).await?;
        for connection in connections.take() {
            y.yield_from(ended(&connection)).await?;
        }
        Ok(0)
    })
}

#[path = "tests/e6_shutdown.rs"]
mod tests;
