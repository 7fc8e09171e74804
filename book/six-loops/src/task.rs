//! A task on top of the callbacks: stage 3's.

use crate::Design;
use stage01::{Result, co};
use stage02::EventLoop;
use stage03::{Fetcher, Task};
use std::{io, net::TcpStream, rc::Rc};

/// Serves a client as a task of this loop.
// ANCHOR: echo
pub fn echo(event_loop: &EventLoop, client: TcpStream) -> Task {
    let (sockets, client) = (Fetcher::new(event_loop), Rc::new(client));
    let routine = co(async move |y| {
        loop {
            let chunk = y.yield_from(sockets.read(&client)).await?;
            if chunk.is_empty() {
                return Ok(());
            }
            y.yield_from(sockets.write_all(&client, chunk)).await?;
        }
    });
    Task::spawn(event_loop, routine)
}
// ANCHOR_END: echo

/// Stage 2's loop, with stage 3's tasks on it.
#[derive(Debug)]
pub struct Tasks(EventLoop);

impl Tasks {
    /// A loop without tasks.
    ///
    /// # Errors
    ///
    /// When the system has no descriptor left for the selector.
    pub fn new() -> io::Result<Self> {
        EventLoop::new().map(Tasks)
    }
}

impl Design for Tasks {
    fn serve(&mut self, client: TcpStream) -> Result<u64> {
        client.set_nonblocking(true)?;
        let task = echo(&self.0, client);
        let mut turns = 0;
        while !self.0.is_idle() {
            self.0.run_once()?;
            turns += 1;
        }
        let ended = task.future().result();
        ended.ok_or_else(|| io::Error::other("the task still waits"))??;
        Ok(turns)
    }

    fn events(&self) -> (&'static str, &'static str) {
        ("step", "ready")
    }
}
