//! The echo server by trying: its text is nearly that of stage 4, and nothing parks.

use crate::{AioSocket, Loop, Task, sleep};
use stage01::{Exception, Result, co};
use std::{
    io::{self, ErrorKind},
    net::{TcpListener, TcpStream},
    time::Duration,
};

/// How many bytes of a client the server keeps. While the client takes none back, it is not read from.
const CHUNK: usize = 16 * 1024;

/// How long the server waits when the system has no descriptor left for another client.
const BACK_OFF: Duration = Duration::from_millis(10);

/// Serves every client of `listener` until `stop` becomes readable or ends.
///
/// It keeps a core busy for as long as it runs, whether clients speak or not.
///
/// # Errors
///
/// When a socket cannot be made nonblocking, or `stop` breaks. What goes wrong with one client ends that client's task only.
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

/// Takes clients, for ever. One that has gone again is no reason to stop, nor is a system that has no descriptor left: a
/// client may leave and give one back.
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

/// A broken connection concerns nobody but the client that broke it.
fn quietly(task: impl Task) -> impl Task {
    co(async move |y| {
        let _ = y.yield_from(task).await;
        Ok(())
    })
}

/// Whether `accept` failed because of one client, or of the way to it. What is not an error of `accept` is raised again.
fn clients_fault(error: &Exception) -> Result<bool> {
    use ErrorKind::*;
    let error: &io::Error = error.downcast_ref().ok_or_else(|| error.clone())?;
    Ok(matches!(
        error.kind(),
        ConnectionAborted | ConnectionReset | HostUnreachable | NetworkUnreachable | NetworkDown
    ))
}
