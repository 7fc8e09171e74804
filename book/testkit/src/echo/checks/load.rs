//! Clients that read late, or never.

use crate::echo::{
    server::Server,
    symptom::{Seen, Symptom},
};
use std::time::Instant;

/// More than the kernel and a server's own buffers take.
const LIMIT: usize = 8 << 20;

/// A client to which nothing more can be sent while another one makes so many round trips has been stopped.
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
    let (start, mut refused) = (Instant::now(), 0);
    while refused < STALLED {
        match deaf.offer(1 << 20) {
            0 => refused += 1,
            _ => refused = 0,
        }
        if deaf.sent > LIMIT || start.elapsed() > server.patience {
            let saw = format!(
                "{} bytes of a client that never reads, and no end",
                deaf.sent
            );
            return Symptom::Unbounded.seen(saw);
        }
        other.round_trip()?;
    }
    Ok(())
}
