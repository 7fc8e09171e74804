//! The echo server by requests: every client is a task that reads from top to bottom.
//!
//! No task registers a socket. When the server stops, its tasks are dropped, and their sockets with them.

use crate::{Asks, EventLoop, accept, read, readable, sleep, spawn, write_all};
use stage01::{Exception, Result, co};
use std::{
    io::{self, ErrorKind},
    net::{Shutdown, TcpListener, TcpStream},
    rc::Rc,
    time::Duration,
};

/// How many bytes of a client the server keeps. While the client takes none back, it is not read from.
const CHUNK: usize = 16 * 1024;

/// How long the server waits when the system has no descriptor left for another client.
const BACK_OFF: Duration = Duration::from_millis(10);

/// Serves every client of `listener` until `stop` becomes readable or ends.
///
/// # Errors
///
/// When the loop cannot be made, or cannot wait. What goes wrong with one client ends that client's task only.
// ANCHOR: serve
pub fn serve(listener: TcpListener, stop: TcpStream) -> io::Result<()> {
    let until_stopped = co(async move |y| {
        y.yield_from(spawn(server(listener))).await?;
        y.yield_from(readable(&Rc::new(stop))).await
    });
    EventLoop::new()?
        .run_until_complete(until_stopped)
        .map_err(|error| io::Error::other(error.to_string()))
}

/// Accepts clients, forever. A client that has gone again is no reason to stop. Nor is a system that has no descriptor left, since a
/// client that leaves gives one back.
pub fn server(listener: TcpListener) -> impl Asks {
    co(async move |y| {
        listener.set_nonblocking(true)?;
        let listener = Rc::new(listener);
        loop {
            match y.yield_from(accept(&listener)).await {
                Ok(client) => drop(y.yield_from(spawn(quietly(echo(client)))).await?),
                Err(error) if clients_fault(&error)? => {}
                Err(_) => y.yield_from(sleep(BACK_OFF)).await?,
            }
        }
    })
}

/// Sends back what a client sends, until it ends.
pub fn echo(client: Rc<TcpStream>) -> impl Asks {
    co(async move |y| {
        loop {
            let bytes = y.yield_from(read(&client, CHUNK)).await?;
            if bytes.is_empty() {
                return Ok(client.shutdown(Shutdown::Write)?);
            }
            y.yield_from(write_all(&client, bytes)).await?;
        }
    })
}
// ANCHOR_END: serve

/// A broken connection is no error of the server.
fn quietly(routine: impl Asks) -> impl Asks {
    co(async move |y| {
        let _ = y.yield_from(routine).await;
        Ok(())
    })
}

/// True if `accept` failed because of one client, or of the way to it. What is not an error of `accept` was thrown into the task,
/// and is raised again.
fn clients_fault(error: &Exception) -> Result<bool> {
    use ErrorKind::*;
    let error: &io::Error = error.downcast_ref().ok_or_else(|| error.clone())?;
    Ok(matches!(
        error.kind(),
        ConnectionAborted | ConnectionReset | HostUnreachable | NetworkUnreachable | NetworkDown
    ))
}
