//! What comes back, and what does not.

use crate::echo::{client::Client, pattern::PIECE, server::Server, symptom::Seen};

/// Answers are read in both orders: a server may not depend on who spoke first.
pub(super) fn many_clients(server: &mut Server) -> Seen {
    server.start();
    let names = (1..=50).map(|n| format!("client {n} of 50"));
    let mut clients = names
        .map(|name| server.client(name))
        .collect::<Seen<Vec<_>>>()?;
    for client in &mut clients {
        client.send(16)?;
    }
    for client in &mut clients {
        client.answers(16)?;
    }
    clients.iter_mut().rev().try_for_each(Client::round_trip)
}

pub(super) fn megabyte(server: &mut Server) -> Seen {
    server.start();
    server.client("the client")?.exchange(&[PIECE; 16])
}

/// First one piece at a time, small after large: what is left in a buffer would show. Then all in one go.
pub(super) fn odd_pieces(server: &mut Server) -> Seen {
    const SIZES: [usize; 12] = [1, 4097, 2, 3, 1021, 5, 65_535, 7, 8191, 11, 30_011, 13];
    server.start();
    let mut client = server.client("the client")?;
    for size in SIZES {
        client.exchange(&[size])?;
    }
    client.exchange(&SIZES)
}

/// Single bytes need `TCP_NODELAY`, which every client here has.
pub(super) fn single_bytes(server: &mut Server) -> Seen {
    server.start();
    let mut client = server.client("the client")?;
    for _ in 0..200 {
        client.send(1)?;
        client.answers(1)?;
    }
    client.exchange(&[1; 1000])
}

/// The end comes once right behind a few bytes, and once when the server cannot send what it has to.
pub(super) fn half_close(server: &mut Server) -> Seen {
    server.start();
    for (name, len) in [
        ("a brief client", 16),
        ("a client that reads last", 4 << 20),
    ] {
        let mut client = server.client(name)?;
        client.fill(len);
        client.finish()?;
        client.answers(PIECE)?;
        client.end()?;
    }
    Ok(())
}

/// Looks until the end of the connection, so that there is no need to wait for nothing.
pub(super) fn nothing_unasked(server: &mut Server) -> Seen {
    server.start();
    let mut silent = server.client("a silent client")?;
    silent.finish()?;
    silent.end()?;
    let mut polite = server.client("a client that has its answer")?;
    polite.round_trip()?;
    polite.finish()?;
    polite.end()
}
