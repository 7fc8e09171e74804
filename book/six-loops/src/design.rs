//! What the six designs have in common.

use crate::{
    blocking::Blocking, callbacks::Callbacks, requests::Requests, round_robin::RoundRobin,
    task::Tasks, wakers::Wakers,
};
use clap::ValueEnum;
use stage01::Result;
use stage03::observe::tally;
use std::{io, net::TcpStream};

/// A way to serve a client.
pub trait Design {
    /// Serves a client until it ends. Returns the turns that the loop has taken for it.
    ///
    /// # Errors
    ///
    /// When the connection breaks, or the loop cannot wait.
    fn serve(&mut self, client: TcpStream) -> Result<u64>;

    /// Serves a client, and returns how often its handler ran, and how often it was told to go on after it had begun.
    ///
    /// # Errors
    ///
    /// As [`serve`](Self::serve).
    fn steps_and_wakes(&mut self, client: TcpStream) -> Result<(u64, u64)> {
        let (served, happened) = tally(|| self.serve(client));
        served?;
        let (step, wake) = self.events();
        let count = |name| happened.get(name).map_or(0, |&count| count as u64);
        Ok((count(step), count(wake)))
    }

    /// What the loop calls it when the handler runs, and when it is told to go on.
    fn events(&self) -> (&'static str, &'static str) {
        ("step", "wake")
    }
}

/// The six designs, in the order of the stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// A thread that waits.
    Blocking,
    /// Stage 2's loop.
    Callbacks,
    /// Stage 3's task on stage 2's loop.
    Task,
    /// Stage 4's loop.
    Requests,
    /// Stage 5's loop.
    RoundRobin,
    /// Stage 6's small runtime.
    Wakers,
}

impl Kind {
    /// A loop of this kind, without clients.
    ///
    /// # Errors
    ///
    /// When the system has no descriptor left for the selector.
    pub fn design(self) -> io::Result<Box<dyn Design>> {
        Ok(match self {
            Kind::Blocking => Box::new(Blocking),
            Kind::Callbacks => Box::new(Callbacks::new()?),
            Kind::Task => Box::new(Tasks::new()?),
            Kind::Requests => Box::new(Requests::new()?),
            Kind::RoundRobin => Box::new(RoundRobin::new()),
            Kind::Wakers => Box::new(Wakers::new()?),
        })
    }
}

/// What the server's process counts. To observe steps costs allocations, so each has an exchange of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Turns and allocations.
    Turns,
    /// Steps and wakes.
    Steps,
}
