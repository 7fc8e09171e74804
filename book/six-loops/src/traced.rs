//! The client, and the process that runs the server and stops it at each system call.
//!
//! The client acts while the server is stopped at the beginning of a call that would wait. So the server never sees
//! a line too early or too late, whatever else the machine does.

mod calls;
mod client;

pub use calls::Calls;

use crate::{Kind, Part};
use calls::Call;
use clap::ValueEnum;
use client::Client;
use nix::{
    sys::{
        ptrace::{self, Options},
        wait::{WaitPidFlag, WaitStatus, waitpid},
    },
    unistd::Pid,
};
use std::{
    io::{self, Read},
    net::{Ipv4Addr, TcpListener, TcpStream},
    os::fd::OwnedFd,
    path::Path,
    process::{Command, Stdio},
};

/// What one exchange costs on one design.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// How often the handler ran.
    pub steps: u64,
    /// How often it was told to go on.
    pub wakes: u64,
    /// Turns of the loop.
    pub turns: u64,
    /// Allocations, with those of the loop.
    pub allocations: u64,
    /// System calls.
    pub calls: Calls,
}

/// Runs the exchange twice on a design: `server` is the program that calls [`serve_stdin`](crate::serve_stdin).
///
/// # Errors
///
/// When this process may not trace another, or the server fails.
pub fn counts(server: &Path, kind: Kind) -> io::Result<Counts> {
    let ([turns, allocations], calls) = exchange(server, kind, Part::Turns)?;
    let ([steps, wakes], _) = exchange(server, kind, Part::Steps)?;
    Ok(Counts {
        steps,
        wakes,
        turns,
        allocations,
        calls,
    })
}

/// One exchange: what the server has printed, and the system calls that it has made.
fn exchange(server: &Path, kind: Kind, part: Part) -> io::Result<([u64; 2], Calls)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let client = TcpStream::connect(listener.local_addr()?)?;
    let (connection, _) = listener.accept()?;
    let mut server = Command::new(server)
        .args(["serve", &name_of(&kind), &name_of(&part)])
        .stdin(Stdio::from(OwnedFd::from(connection.try_clone()?)))
        .stdout(Stdio::piped())
        .spawn()?;
    let pid = Pid::from_raw(server.id().cast_signed());
    let mut client = Client::new(client, connection, kind);
    let calls = trace(pid, &mut client).inspect_err(|_| drop(server.kill()))?;
    let mut printed = String::new();
    let stdout = server.stdout.as_mut();
    stdout.map_or(Ok(0), |stdout| stdout.read_to_string(&mut printed))?;
    client.end()?;
    let mut numbers = printed
        .split_whitespace()
        .map_while(|word| word.parse().ok());
    match (numbers.next(), numbers.next()) {
        (Some(first), Some(second)) => Ok(([first, second], calls)),
        _ => Err(io::Error::other(format!("the server printed {printed:?}"))),
    }
}

/// Lets the server run from one system call to the next, until it has ended.
fn trace(pid: Pid, client: &mut Client) -> io::Result<Calls> {
    let may_not = |error| io::Error::other(format!("this process may not trace another: {error}"));
    ptrace::seize(
        pid,
        Options::PTRACE_O_TRACESYSGOOD | Options::PTRACE_O_EXITKILL,
    )
    .map_err(may_not)?;
    ptrace::interrupt(pid)?;
    wait(pid)?;
    client.begin()?;
    let (mut calls, mut counting, mut entered) = (Calls::default(), false, None);
    loop {
        ptrace::syscall(pid, None)?;
        match wait(pid)? {
            WaitStatus::PtraceSyscall(_) => {}
            WaitStatus::Exited(_, 0) => return Ok(calls),
            other => return Err(io::Error::other(format!("the server ended: {other:?}"))),
        }
        let registers = ptrace::getregs(pid)?;
        if let Some(call) = entered.take() {
            if counting && let Call::Send = call {
                client.was_sent(calls::returned(&registers));
            }
            continue;
        }
        let call = Call::begins(&registers);
        if let Call::Mark = call {
            counting = !counting;
        } else if counting {
            calls.count(call);
            client.act(call)?;
        }
        entered = Some(call);
    }
}

/// What a value is called on the command line.
fn name_of(value: &impl ValueEnum) -> String {
    let named = value.to_possible_value().expect("none is skipped");
    named.get_name().to_owned()
}

fn wait(pid: Pid) -> io::Result<WaitStatus> {
    Ok(waitpid(pid, Some(WaitPidFlag::__WALL))?)
}
