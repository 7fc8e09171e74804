//! Until the library has them.

use futures::{channel::oneshot, future::Future};
use stage06::net::TcpStream;
use std::{
    io,
    net::{SocketAddr, ToSocketAddrs},
    thread,
};

pub(crate) fn spawn_blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> impl Future<Output = Result<T, oneshot::Canceled>> {
    let (done, outcome) = oneshot::channel();
    thread::spawn(move || drop(done.send(work())));
    outcome
}

pub(crate) async fn ctrl_c() -> io::Result<()> {
    std::future::pending().await
}

pub(crate) async fn lookup_host(host: &str) -> io::Result<Vec<SocketAddr>> {
    let host = host.to_owned();
    match spawn_blocking(move || host.to_socket_addrs()).await {
        Ok(found) => found.map(Iterator::collect),
        Err(gone) => Err(io::Error::other(gone)),
    }
}

pub(crate) async fn connect(host: &str) -> io::Result<TcpStream> {
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for address in lookup_host(host).await? {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}
