//! Prints what each echo server of the course makes of each fault.

mod table;

use clap::{Parser, Subcommand};
#[cfg(unix)]
use faults::Design;
use stage01::Result;

/// Makes every fault for every server of the course, and prints what the clients see.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    process: Option<Process>,
}

#[derive(Subcommand)]
enum Process {
    /// Serves until standard input ends.
    #[cfg(unix)]
    #[command(hide = true)]
    Serve {
        design: Design,
        setting: faults::Setting,
    },
    /// Is a client that is stopped or killed.
    #[cfg(unix)]
    #[command(hide = true)]
    Transfer {
        server: std::net::SocketAddr,
        end: faults::End,
    },
}

fn main() -> Result {
    match Arguments::parse().process {
        #[cfg(unix)]
        Some(Process::Serve { design, setting }) => faults::serve(design, setting),
        #[cfg(unix)]
        Some(Process::Transfer { server, end }) => Ok(faults::transfer(server, end)?),
        _ => table::print(&std::env::current_exe()?),
    }
}
