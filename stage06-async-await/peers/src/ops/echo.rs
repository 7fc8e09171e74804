//! Sockets.

use crate::{
    client::{Load, MESSAGE, WARM_UP},
    peer::Server,
};
use socket2::{Domain, Socket, Type};
use std::net::{Ipv4Addr, SocketAddr};

/// A server in this process, and clients in another; the cost of a message and its answer, as the clients see it.
pub(super) fn echo<S: Server, const CLIENTS: usize>(operations: usize) -> Option<f64> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    socket.bind(&anywhere.into()).expect("a port is free");
    socket.listen(4096).expect("it can listen");
    socket.set_nonblocking(true).expect("it is a socket");
    let listener = std::net::TcpListener::from(socket);
    let load = Load {
        address: listener.local_addr().expect("it is bound"),
        connections: CLIENTS,
        messages: operations / CLIENTS,
    };
    let client = load.command().spawn().expect("this executable runs");
    let total = S::serve(listener, CLIENTS);
    assert_eq!(total as usize, (operations + CLIENTS * WARM_UP) * MESSAGE);
    let output = client.wait_with_output().expect("it ends");
    let nanoseconds = String::from_utf8(output.stdout).expect("a number");
    let nanoseconds: f64 = nanoseconds.trim().parse().expect("a number");
    Some(nanoseconds / operations as f64)
}
