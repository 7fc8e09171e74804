//! The echo server, by trying: nearly the code of stage 4's, and nothing parks.

use crate::{AioSocket, Loop, Task, sleep};
use stage01::{Exception, Result, co};
use std::{
    io::{self, ErrorKind},
    net::{TcpListener, TcpStream},
    time::Duration,
};

/// How many bytes of a client the server keeps. It reads no more from a client that does not take them back.
const CHUNK: usize = 16 * 1024;

/// How long the server waits when the system has no descriptor left for another client.
const BACK_OFF: Duration = Duration::from_millis(10);

/// Serves every client of `listener` until `stop` becomes readable or ends.
///
/// It keeps a core busy for as long as it runs, also while all clients are silent.
///
/// # Errors
///
/// When a socket cannot be made non-blocking, or `stop` breaks. An error of one client ends only that client's task.
pub fn serve(listener: TcpListener, stop: TcpStream) -> io::Result<()> {
    let (listener, stop) = (AioSocket::from_std(listener)?, AioSocket::from_std(stop)?);
    let event_loop = Loop::new();
    event_loop.add_task(server(listener));
    let stopped = event_loop.run_task(co(async move |y| y.yield_from(stop.recv(1)).await));
    match stopped {
        Ok(_) => Ok(()),
        Err(error) => Err(io::Error::other(error.to_string())),
    }
}

/// Accepts clients forever. It goes on when a client has gone again, and when the system has no descriptor left: a client
/// may leave and free one.
pub fn server(listener: AioSocket) -> impl Task {
    co(async move |y| {
        loop {
            match y.yield_from(listener.accept()).await {
                Ok(client) => drop(Loop::current()?.add_task(quietly(echo(client)))),
                Err(error) if clients_fault(&error)? => {}
                Err(_) => y.yield_from(sleep(BACK_OFF)).await?,
            }
        }
    })
}

/// Sends back what a client sends, until it ends.
pub fn echo(client: AioSocket) -> impl Task {
    co(async move |y| {
        loop {
            let bytes = y.yield_from(client.recv(CHUNK)).await?;
            if bytes.is_empty() {
                return Ok(client.shutdown()?);
            }
            y.yield_from(client.send_all(&bytes)).await?;
        }
    })
}

/// Ends without an error when a client's connection breaks.
fn quietly(task: impl Task) -> impl Task {
    co(async move |y| {
        let _ = y.yield_from(task).await;
        Ok(())
    })
}

/// True if `accept` failed because of one client or its network. An error that is not of `accept` is raised again.
fn clients_fault(error: &Exception) -> Result<bool> {
    use ErrorKind::*;
    let error: &io::Error = error.downcast_ref().ok_or_else(|| error.clone())?;
    Ok(matches!(
        error.kind(),
        ConnectionAborted | ConnectionReset | HostUnreachable | NetworkUnreachable | NetworkDown
    ))
}
