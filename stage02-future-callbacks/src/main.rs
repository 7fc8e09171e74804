//! Two clients, one thread; and what one operation looks like when it is made of callbacks.

use clap::{Parser, Subcommand};
use stage02::{EventLoop, echo::callbacks::Server};
use std::{io, net::TcpListener, process::ExitCode};

/// Stage 2: the operating system knows when.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Keep a callback echo server running, for nc and the like
    Serve {
        /// The port to listen on, at 127.0.0.1; 0 lets the system choose
        #[arg(long, default_value_t = 0)]
        port: u16,
    },
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Some(Command::Serve { port }) => serve(port),
        None => Ok(()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(port: u16) -> io::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", port))
        .map_err(|error| io::Error::other(format!("cannot listen on 127.0.0.1:{port}: {error}")))?;
    println!("echo server on {}, until Ctrl-C", listener.local_addr()?);
    let event_loop = EventLoop::new()?;
    Server::start(&event_loop, listener)?;
    event_loop.run()
}
