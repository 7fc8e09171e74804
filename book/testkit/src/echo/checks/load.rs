//! Clients that read late, or never.

use crate::echo::{
    client::{ENOUGH, FULL},
    server::Server,
    symptom::{Seen, Symptom},
};
use std::time::Instant;

/// More than the kernel and a server's own buffers take.
const LIMIT: usize = 8 << 20;

/// A client has been stopped when it can send nothing more while another one makes so many round trips.
const STALLED: usize = 300;

/// The server is full before the first read, so that it can send only as much as the client reads.
pub(super) fn slow_reader(server: &mut Server) -> Seen {
    server.start();
    let mut client = server.client("the slow client")?;
    client.fill(LIMIT);
    client.answers(1024)?;
    client.round_trip()
}

/// The kernel's own buffers take some 1.5 MiB; what is taken beyond that, the server keeps.
pub(super) fn never_reads(server: &mut Server) -> Seen {
    server.start();
    let mut deaf = server.client("the client that never reads")?;
    let mut other = server.client("the client beside the one that never reads")?;
    let start = Instant::now();
    let mut last = start;
    let mut refused = 0;
    while refused < STALLED || last.elapsed() < FULL {
        match deaf.offer(1 << 20) {
            0 => refused += 1,
            _ => (last, refused) = (Instant::now(), 0),
        }
        if deaf.sent > LIMIT || start.elapsed() > ENOUGH {
            let taken = deaf.sent;
            return Symptom::Unbounded.seen(format!("it took {taken} bytes, and goes on"));
        }
        other.round_trip()?;
    }
    Ok(())
}
