//! The command line: no argument runs the headline program, `serve` keeps a server running.

use clap::{Error, Parser, Subcommand};
use stage01::{eprintln, print, println};
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
    /// Keep a callback echo server running at 127.0.0.1, for nc and the like
    Serve {
        /// The port to listen on; 0 lets the system choose
        #[arg(long, default_value_t = 0)]
        port: u16,
    },
}

/// Does what the arguments say. A failure is one sentence, and exit code 1; 2 if the arguments are wrong.
pub(crate) fn run(headline: impl FnOnce() -> io::Result<()>) -> ExitCode {
    let result = match Arguments::try_parse().map(|arguments| arguments.command) {
        Ok(Some(Command::Serve { port })) => serve(port),
        Ok(None) => headline(),
        Err(error) if error.use_stderr() => return refuse(&error),
        Err(help) => {
            print!("{help}");
            Ok(())
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Says what is wrong with the arguments, without the hints and the usage that clap prints below.
fn refuse(error: &Error) -> ExitCode {
    let text = error.to_string();
    eprintln!("{}", text.lines().next().unwrap_or_default());
    ExitCode::from(2)
}

fn serve(port: u16) -> io::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", port))
        .map_err(|e| io::Error::other(format!("cannot listen on 127.0.0.1:{port}: {e}")))?;
    let address = listener.local_addr()?;
    println!(
        "echo server on {address} until Ctrl-C; try: nc 127.0.0.1 {}",
        address.port()
    );
    let event_loop = EventLoop::new()?;
    Server::start(&event_loop, listener)?;
    event_loop.run()
}
