//! Clients that leave rudely.

use crate::echo::{server::Server, symptom::Seen};

/// So much that the server has something to send when the reset comes.
const MUCH: usize = 4 << 20;

pub(super) fn connects_and_leaves(server: &mut Server) -> Seen {
    server.start();
    for _ in 0..10 {
        drop(server.client("a client that leaves")?);
    }
    server
        .client("the client after those that left")?
        .round_trip()
}

/// Some are gone before the server runs; their connections are still accepted, on some systems as an error.
pub(super) fn before_accept(server: &mut Server) -> Seen {
    server.listen();
    for _ in 0..3 {
        server.client("a client that resets")?.reset();
    }
    server.start();
    server
        .client("the client after those that were reset")?
        .round_trip()
}

/// Reset once while the server waits for more, and once while it cannot send.
pub(super) fn mid_stream(server: &mut Server) -> Seen {
    server.start();
    for much in [0, MUCH] {
        let mut rude = server.client("the client that resets")?;
        rude.round_trip()?;
        rude.fill(much);
        rude.reset();
        server.client("the client after the reset")?.round_trip()?;
    }
    Ok(())
}

/// Like [`mid_stream`], between one client that came earlier and one that came later.
pub(super) fn beside_others(server: &mut Server) -> Seen {
    server.start();
    let mut earlier = server.client("the client that came before the one that resets")?;
    earlier.round_trip()?;
    for much in [0, MUCH] {
        let mut rude = server.client("the client that resets")?;
        rude.round_trip()?;
        let mut later = server.client("the client that came after the one that resets")?;
        later.round_trip()?;
        rude.fill(much);
        rude.reset();
        for _ in 0..10 {
            earlier.round_trip()?;
            later.round_trip()?;
        }
    }
    Ok(())
}
