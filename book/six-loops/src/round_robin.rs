//! A task tries in each of its turns: stage 5's.

use crate::Design;
use stage01::{Result, co};
use stage05::{AioSocket, Clock, Loop, Task};
use std::{cell::Cell, net::TcpStream, rc::Rc, time::Duration};

/// Sends back what the client sends, until it ends.
// ANCHOR: echo
pub fn echo(client: AioSocket) -> impl Task {
    co(async move |y| {
        loop {
            let chunk = y.yield_from(client.recv(1024)).await?;
            if chunk.is_empty() {
                return Ok(());
            }
            y.yield_from(client.send_all(&chunk)).await?;
        }
    })
}
// ANCHOR_END: echo

/// Stage 5's loop, with a clock that counts its rounds.
#[derive(Debug)]
pub struct RoundRobin {
    event_loop: Loop,
    rounds: Rounds,
}

/// A clock that stands still, and counts how often the loop has gone round.
#[derive(Clone, Debug, Default)]
struct Rounds(Rc<Cell<u64>>);

impl Clock for Rounds {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn turn_ended(&self) {
        self.0.set(self.0.get() + 1);
    }
}

impl RoundRobin {
    /// A loop without tasks.
    pub fn new() -> Self {
        let rounds = Rounds::default();
        let event_loop = Loop::with_clock(rounds.clone());
        RoundRobin { event_loop, rounds }
    }
}

impl Default for RoundRobin {
    fn default() -> Self {
        Self::new()
    }
}

impl Design for RoundRobin {
    fn serve(&mut self, client: TcpStream) -> Result<u64> {
        let before = self.rounds.0.get();
        let client = AioSocket::from_std(client)?;
        self.event_loop.run_task(echo(client))?;
        Ok(self.rounds.0.get() - before)
    }
}
