//! The designs, and how each serves its clients.

use crate::{marks, servers};
use clap::ValueEnum;
use stage01::Result;
use std::net::{TcpListener, TcpStream};

/// A way to serve clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Design {
    /// Stage 2: a thread for each client, which blocks.
    Threads,
    /// Stage 2: callbacks.
    Callbacks,
    /// Stage 3: tasks on callbacks.
    Task,
    /// Stage 4: tasks that ask.
    SelectLoop,
    /// Stage 5: tasks that try.
    RoundRobin,
    /// Stage 6: the small runtime.
    Small,
    /// Stage 6: the full runtime.
    Full,
    /// tokio's scheduler for one thread.
    Tokio,
    /// Python's.
    Asyncio,
}

impl Design {
    /// What tables and pictures call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Design::Threads => "threads",
            Design::Callbacks => "callbacks",
            Design::Task => "task",
            Design::SelectLoop => "select loop",
            Design::RoundRobin => "round robin",
            Design::Small => "small",
            Design::Full => "full",
            Design::Tokio => "tokio",
            Design::Asyncio => "asyncio",
        }
    }

    /// Sends every client of `listener` back what it sends, until `stop` ends. Returns how often other threads have
    /// allocated for that.
    ///
    /// # Panics
    ///
    /// For [`Design::Asyncio`], which is a program of its own.
    pub(crate) fn serve(self, listener: TcpListener, stop: TcpStream) -> Result<usize> {
        match self {
            Design::Threads => return servers::threads(listener, stop),
            Design::Callbacks => servers::callbacks(listener, stop)?,
            Design::Task => servers::tasks(listener, stop)?,
            Design::SelectLoop => servers::select_loop(listener, stop)?,
            Design::RoundRobin => servers::round_robin(listener, stop)?,
            Design::Small => servers::small(listener, stop)?,
            Design::Full => servers::full(listener, stop)?,
            Design::Tokio => marks::serve(listener, stop)?,
            Design::Asyncio => unreachable!("asyncio is served by Python"),
        }
        Ok(0)
    }
}
