//! The command line: no argument runs the headline program, `serve` keeps a server running.

use stage01::{eprintln, print, println};
use stage02::{EventLoop, echo::callbacks::Server};
use std::{env, io, net::TcpListener, process::ExitCode};

const HELP: &str = "\
Stage 2: the operating system knows when.

Usage: stage02 [serve [--port <PORT>]]

Without arguments: two clients and one thread; one operation, four callbacks.

  serve          keep a callback echo server running at 127.0.0.1, for nc and the like
  --port <PORT>  the port to listen on; 0, as without it, lets the system choose
";

enum Command {
    Headline,
    Serve(u16),
    Help,
}

/// Does what the arguments say. A failure is one sentence, and exit code 1; 2 if the arguments are wrong.
pub(crate) fn run(headline: impl FnOnce() -> io::Result<()>) -> ExitCode {
    let arguments = env::args_os().skip(1);
    // What is no Unicode is no argument that we know, so how it is shown is all that matters.
    let arguments: Vec<String> = arguments.map(|a| a.to_string_lossy().into()).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match parse(&arguments) {
        Ok(Command::Headline) => headline(),
        Ok(Command::Serve(port)) => serve(port),
        Ok(Command::Help) => {
            print!("{HELP}");
            Ok(())
        }
        Err(sentence) => {
            eprintln!("error: {sentence}");
            return ExitCode::from(2);
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

fn parse(arguments: &[&str]) -> Result<Command, String> {
    if arguments.iter().any(|a| ["-h", "--help"].contains(a)) {
        return Ok(Command::Help);
    }
    match arguments {
        [] => Ok(Command::Headline),
        ["serve"] => Ok(Command::Serve(0)),
        ["serve", "--port"] => Err("--port is not followed by a port".into()),
        ["serve", "--port", port] => match port.parse() {
            Ok(port) => Ok(Command::Serve(port)),
            Err(_) => Err(format!(
                "{port} is not a port: that is a number from 0 to 65535"
            )),
        },
        ["serve", "--port", _, other, ..] | ["serve", other, ..] | [other, ..] => {
            Err(format!("{other} is not an argument here; see --help"))
        }
    }
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
