//! A task asks, the loop answers: stage 4's.

use crate::Design;
use stage01::{Result, co};
use stage04::{Asks, EventLoop, read, write_all};
use std::{io, net::TcpStream, rc::Rc};

/// Sends back what the client sends, until it ends.
// ANCHOR: echo
pub fn echo(client: TcpStream) -> impl Asks {
    let client = Rc::new(client);
    co(async move |y| {
        loop {
            let chunk = y.yield_from(read(&client, 1024)).await?;
            if chunk.is_empty() {
                return Ok(());
            }
            y.yield_from(write_all(&client, chunk)).await?;
        }
    })
}
// ANCHOR_END: echo

/// Stage 4's loop.
#[derive(Debug)]
pub struct Requests(EventLoop);

impl Requests {
    /// A loop without tasks.
    ///
    /// # Errors
    ///
    /// When the system has no descriptor left for the selector.
    pub fn new() -> io::Result<Self> {
        EventLoop::new().map(Requests)
    }
}

impl Design for Requests {
    fn serve(&mut self, client: TcpStream) -> Result<u64> {
        client.set_nonblocking(true)?;
        let task = self.0.spawn(echo(client));
        let mut turns = 0;
        while !task.done() {
            self.0.run_once()?;
            turns += 1;
        }
        task.result().expect("it is done")?;
        Ok(turns)
    }
}
