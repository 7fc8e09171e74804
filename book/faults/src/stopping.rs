//! Processes that are stopped or killed.

use crate::{
    design::word,
    outside::beside,
    server::{Server, Setting, go_on, stop, until_stopped},
};
use clap::ValueEnum;
use rustix::process::{Pid, Signal, getpid, kill_process};
use std::{
    io::{self, BufRead, BufReader},
    net::SocketAddr,
    process::Child,
    time::Duration,
};
use testkit::echo::{Client, Seen, Symptom};

/// More than the kernel and a server's own buffers take.
const MUCH: usize = 8 << 20;

/// What stops a client in the middle of its transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum End {
    /// It is stopped, and goes on later.
    Stopped,
    /// It is killed.
    Killed,
}

/// Another process has sent all that the server takes, and read nothing. It is stopped; later it goes on.
pub(crate) fn client_stopped(server: &mut Server) -> Seen {
    server.start(Setting::Plain)?;
    let mut process = client(server, End::Stopped).expect("a process");
    let pid = Pid::from_child(&process);
    until_stopped(pid);
    let others =
        beside(server).and_then(|mut others| others.iter_mut().try_for_each(Client::round_trip));
    go_on(pid);
    let ended = process.wait();
    others?;
    match ended {
        Ok(status) if status.success() => Ok(()),
        ended => Symptom::Missing.seen(format!("the client that was stopped: {ended:?}")),
    }
}

/// Another process has sent all that the server takes, and is killed.
pub(crate) fn client_killed(server: &mut Server) -> Seen {
    server.start(Setting::Plain)?;
    let mut process = client(server, End::Killed).expect("a process");
    let _ = process.wait();
    beside(server)?.into_iter().try_for_each(leaves)
}

/// How often the server is stopped: often enough to be stopped while it waits, too.
const STOPS: usize = 20;

/// The server is stopped again and again while one client is connected, and the last time others connect.
pub(crate) fn server_stopped(server: &mut Server) -> Seen {
    server.start(Setting::Plain)?;
    let mut earlier = server.client("the client that came before the stop")?;
    earlier.round_trip()?;
    let pid = server.pid();
    for _ in 1..STOPS {
        stop(pid);
        go_on(pid);
        earlier.round_trip()?;
    }
    stop(pid);
    let sent = earlier.send(16).and_then(|()| beside(server));
    go_on(pid);
    let others = sent?;
    earlier.answers(16)?;
    [earlier].into_iter().chain(others).try_for_each(leaves)
}

/// A round trip, and the end: even a server of one client at a time can take part.
fn leaves(mut client: Client) -> Seen {
    client.round_trip()?;
    client.finish()?;
    client.end()
}

fn client(server: &mut Server, end: End) -> io::Result<Child> {
    let address = server.address().to_string();
    let mut again = server.again();
    let mut process = again.args(["transfer", &address, &word(end)]).spawn()?;
    let stdout = process.stdout.take().expect("it is piped");
    BufReader::new(stdout).read_line(&mut String::new())?;
    Ok(process)
}

/// What the client's process does: sends until the server takes no more, and meets its end. If it goes on, it reads all of it.
///
/// # Errors
///
/// When not every byte comes back.
pub fn transfer(server: SocketAddr, end: End) -> io::Result<()> {
    let patience = Duration::from_secs(10);
    let transfer = || -> Seen {
        let mut client = Client::connect("the other process".to_owned(), server, 1000, patience)?;
        client.fill(MUCH);
        println!("full");
        let signal = if end == End::Stopped {
            Signal::STOP
        } else {
            Signal::KILL
        };
        kill_process(getpid(), signal).expect("this process runs");
        client.answers(64 * 1024)?;
        client.finish()?;
        client.end()
    };
    transfer().map_err(|failure| io::Error::other(failure.to_string()))
}
