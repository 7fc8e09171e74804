//! What a server uses, and whether it gives it back.

use crate::echo::{
    client::Client,
    machine,
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
    let Some(before) = machine::descriptors() else {
        return Symptom::NotMeasured.seen("descriptors can be counted only where there is /proc");
    };
    server.start();
    let mut first = server.client("the first client")?;
    first.round_trip()?;
    // The first client's own descriptor is not counted; what the server has for it, is.
    let serving = machine::descriptors().map_or(0, |open| open - 1);
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

/// Waits until no more than `expected` descriptors are open.
fn returned(expected: usize, patience: Duration, when: &str) -> Seen {
    let deadline = Instant::now() + patience;
    loop {
        let open = machine::descriptors().unwrap_or(usize::MAX);
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

/// Time is what this check measures, so it lets time pass.
pub(super) fn idle(server: &mut Server) -> Seen {
    const NO_CLOCK: &str = "the CPU time of a thread can be read only where there is /proc";
    let Some(others) = machine::threads() else {
        return Symptom::NotMeasured.seen(NO_CLOCK);
    };
    server.start();
    let mut clients = vec![server.client("the first of twenty silent clients")?];
    clients[0].round_trip()?;
    for _ in 1..20 {
        clients.push(server.client("one of twenty silent clients")?);
    }
    let Some(before) = machine::cpu_time_without(&others) else {
        return Symptom::NotMeasured.seen(NO_CLOCK);
    };
    thread::sleep(WATCH);
    let used = machine::cpu_time_without(&others)
        .unwrap_or(before)
        .saturating_sub(before);
    match used < WATCH / 10 {
        true => Ok(()),
        false => Symptom::Spins.seen(format!("it used {used:?} of CPU time in {WATCH:?}")),
    }
}
