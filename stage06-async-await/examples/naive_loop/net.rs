//! Leaves and a server in their first versions, on the stage's own runtime.
#![cfg_attr(not(target_os = "linux"), allow(dead_code))] // the program of the servers is for Linux

use mio::net::TcpStream;
use stage06::{
    echo::echo,
    net::TcpListener,
    reactor::{Direction, Registration},
    runtime::{reactor, spawn},
};
use std::{future::poll_fn, io, net::SocketAddr};

// ANCHOR: connect
/// Connects: begins, and waits until the socket is writable.
pub(crate) async fn connect(address: SocketAddr) -> io::Result<Registration<TcpStream>> {
    let stream = Registration::new(&reactor(), TcpStream::connect(address)?)?;
    poll_fn(|cx| stream.poll_io(Direction::Write, cx, |_| Ok(()))).await?;
    Ok(stream)
}
// ANCHOR_END: connect

// ANCHOR: server
/// Serves each client, until an accept fails.
pub(crate) async fn server(mut listener: TcpListener) -> io::Result<()> {
    loop {
        let client = listener.accept().await?;
        spawn(echo(client));
    }
}
// ANCHOR_END: server

// ANCHOR: patient_server
/// Serves each client, and tries again when an accept fails.
pub(crate) async fn patient_server(mut listener: TcpListener) -> io::Result<()> {
    loop {
        match listener.accept().await {
            Ok(client) => drop(spawn(echo(client))),
            Err(_) => continue,
        }
    }
}
// ANCHOR_END: patient_server
