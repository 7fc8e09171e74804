//! What is counted: system calls, allocations and instructions of a request, bytes of a connection. Other programs do not
//! disturb these.

use crate::{
    design::Design,
    growth::{Growth, On, What},
    load::Clients,
    server::Server,
};
use measure::{instructions, machine};
use std::{env, io, process::Command};

/// How many requests are counted. The same server is counted with twice as many, and the difference is theirs alone.
const REQUESTS: usize = 200;

/// What one request costs; `None` where it cannot be counted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request {
    pub(crate) calls: Option<f64>,
    pub(crate) allocations: Option<f64>,
    pub(crate) instructions: Option<f64>,
}

/// Counts a request of a single client.
///
/// A round robin tries as often as it can until the next request is there, so only its allocations can be counted.
pub(crate) fn request(design: Design) -> io::Result<Request> {
    let ours = design != Design::Asyncio;
    let waits = design != Design::RoundRobin;
    Ok(Request {
        calls: match waits {
            true => of_one(|requests| calls(design, requests))?,
            false => None,
        },
        allocations: match ours {
            true => of_one(|requests| allocations(design, requests).map(Some))?,
            false => None,
        },
        instructions: match ours && waits && instructions::can_be_counted() {
            true => of_one(|requests| instructions_of(design, requests).map(Some))?,
            false => None,
        },
    })
}

/// Counts a number of requests and twice as many.
fn of_one(count: impl Fn(usize) -> io::Result<Option<u64>>) -> io::Result<Option<f64>> {
    let (once, twice) = (count(REQUESTS)?, count(2 * REQUESTS)?);
    let difference = |(once, twice)| (twice as f64 - once as f64) / REQUESTS as f64;
    Ok(once.zip(twice).map(difference))
}

/// All system calls of a server that answers so many requests.
#[cfg(target_os = "linux")]
fn calls(design: Design, requests: usize) -> io::Result<Option<u64>> {
    use std::{sync::mpsc::channel, thread};
    let mut server = Server::start(design, None)?;
    let process = server.id();
    let (ready, traced) = channel();
    let count = thread::spawn(move || {
        measure::calls::count(process, move || {
            let _ = ready.send(());
        })
    });
    if traced.recv().is_ok() {
        server.begin()?;
        one_by_one(&server, requests)?;
    }
    drop(server);
    let counted = count.join().expect("it does not panic");
    counted.map(Some)
}

/// Other systems do not tell.
#[cfg(not(target_os = "linux"))]
fn calls(_: Design, _: usize) -> io::Result<Option<u64>> {
    Ok(None)
}

/// A client that sends a request only when the server has gone back to where it waits.
fn one_by_one(server: &Server, requests: usize) -> io::Result<()> {
    let mut client = Clients::connect(server.address, 1)?;
    for _ in 0..requests {
        server.settle();
        client.exchange(1)?;
    }
    server.settle();
    Ok(())
}

fn allocations(design: Design, requests: usize) -> io::Result<u64> {
    let server = Server::running(design)?;
    one_by_one(&server, requests)?;
    server.stop()
}

fn instructions_of(design: Design, requests: usize) -> io::Result<u64> {
    let mut server = Server::start(design, Some(instructions::valgrind()))?;
    server.begin()?;
    one_by_one(&server, requests)?;
    server.instructions()
}

/// Bytes of the server's own memory that an idle connection takes, with its thread or its task.
pub(crate) fn memory(design: Design, connections: usize) -> io::Result<Option<f64>> {
    let server = Server::running(design)?;
    let first: Vec<_> = (0..100)
        .map(|_| Clients::connect(server.address, 1))
        .collect();
    let before = machine::memory_of(server.id());
    // One by one: if all sent at once, buffers for all of them would be made at once, and the allocator keeps the room.
    let more = (0..connections).map(|_| Clients::connect(server.address, 1));
    let more = more.collect::<io::Result<Vec<_>>>()?;
    let after = machine::memory_of(server.id());
    drop((first, more));
    let difference =
        |(before, after): (u64, u64)| (after as f64 - before as f64) / connections as f64;
    Ok(before.zip(after).map(difference))
}

/// The instructions of one step of a task that gives up its turn, with the turn of the loop.
pub(crate) fn step(on: On) -> io::Result<f64> {
    let count = |operations| {
        let growth = Growth {
            on,
            what: What::Step,
            number: 0,
            operations,
        };
        let mut valgrind = instructions::valgrind();
        valgrind.arg(env::current_exe()?);
        collected(growth.below(valgrind))
    };
    let (once, twice) = (count(5_000)?, count(10_000)?);
    Ok((twice - once) / 5_000.0)
}

fn collected(mut valgrind: Command) -> io::Result<f64> {
    let output = valgrind.output()?;
    let report = String::from_utf8_lossy(&output.stderr);
    let count = instructions::collected(&report).filter(|_| output.status.success());
    count.ok_or_else(|| io::Error::other("valgrind has counted nothing"))
}
