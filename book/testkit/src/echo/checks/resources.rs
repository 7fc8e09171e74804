//! What a server uses, and whether it gives it back.

use crate::echo::{
    client::{Client, FULL},
    machine::{self, Threads},
    server::Server,
    symptom::{Seen, Symptom},
};
use std::{
    thread,
    time::{Duration, Instant},
};

/// How long silent clients are watched. Long enough for the kernel to notice: it counts CPU time a few hundred times a second.
const WATCH: Duration = Duration::from_millis(200);

/// Twenty clients come one after the other, so that even a server of one client at a time can take part.
pub(super) fn descriptors(server: &mut Server) -> Seen {
    let Some(before) = steady() else {
        return Symptom::NotMeasured.seen("descriptors can be counted only where there is /proc");
    };
    server.start();
    let mut first = server.client("the first client")?;
    first.round_trip()?;
    // What the server opens once is open by now; the client's own descriptor is not the server's.
    let serving = machine::descriptors("self").map_or(0, |open| open - 1);
    drop(first);
    for number in 0..20 {
        let mut client = server.client("one of twenty clients")?;
        client.round_trip()?;
        match number % 3 {
            0 => client.reset(),
            1 => drop(client),
            _ => client.finish().and_then(|()| client.end())?,
        }
    }
    returned(serving, server.patience, "twenty clients came and went")?;
    server.stop()?;
    returned(before, server.patience, "the server has stopped")
}

/// The number of descriptors, once what another suite left behind in this process is closed.
fn steady() -> Option<usize> {
    loop {
        let open = machine::descriptors("self")?;
        thread::sleep(FULL);
        if machine::descriptors("self")? == open {
            return Some(open);
        }
    }
}

/// Waits until no more than `expected` descriptors are open.
fn returned(expected: usize, patience: Duration, when: &str) -> Seen {
    let deadline = Instant::now() + patience;
    loop {
        let open = machine::descriptors("self").unwrap_or(usize::MAX);
        if open <= expected {
            return Ok(());
        }
        if Instant::now() > deadline {
            let leaked = open - expected;
            return Symptom::Leaks.seen(format!("{when}, and {leaked} descriptors more are open"));
        }
        thread::yield_now();
    }
}

/// Some clients are silent, one has not read what it is owed.
pub(super) fn stop(server: &mut Server) -> Seen {
    server.start();
    let mut idle = server.client("a client that has had its answer")?;
    idle.round_trip()?;
    let silent = server.client("a client that has said nothing")?;
    let mut owed = server.client("a client that has not read its answer")?;
    owed.fill(4 << 20);
    server.stop()?;
    [idle, silent, owed].into_iter().try_for_each(Client::gone)
}

/// Time is what this check measures, so it lets time pass. The server may still be busy with the last connections at first, but must
/// become quiet.
pub(super) fn idle(server: &mut Server) -> Seen {
    let Some(others) = machine::threads("self") else {
        return Symptom::NotMeasured.seen("threads can be listed only where there is /proc");
    };
    server.start();
    let mut clients = vec![server.client("the first of twenty silent clients")?];
    clients[0].round_trip()?;
    for _ in 1..20 {
        clients.push(server.client("one of twenty silent clients")?);
    }
    let deadline = Instant::now() + server.patience;
    loop {
        let Some(busy) = busy_while_idle(&others) else {
            return Symptom::NotMeasured.seen("this system does not count the time of a thread");
        };
        if busy < WATCH / 10 {
            return Ok(());
        }
        if Instant::now() > deadline {
            return Symptom::Spins.seen(format!("its threads were busy for {busy:?} in {WATCH:?}"));
        }
    }
}

/// How long the threads of the server were busy in the next [`WATCH`].
fn busy_while_idle(others: &Threads) -> Option<Duration> {
    let before = machine::busy_time_without("self", others)?;
    thread::sleep(WATCH);
    Some(machine::busy_time_without("self", others)?.saturating_sub(before))
}
