//! Names of hosts.

use crate::net::tcp::stream::TcpStream;
use crate::runtime::task::send_join::SendJoinHandle;
use crate::task::blocking::spawn_blocking;
use crate::time::timeout::timeout;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, ToSocketAddrs};
use std::time::Duration;

/// The addresses of `"name:port"`. The system is asked on a thread of its own, since it may take its time; an address
/// in figures needs neither. A look-up that is dropped before a thread has begun it leaves the queue.
///
/// ```
/// use stage06_full::{Runtime, net::lookup_host};
///
/// let addresses = Runtime::new().block_on(lookup_host("127.0.0.1:80"))?;
/// assert_eq!(addresses, ["127.0.0.1:80".parse().expect("an address")]);
/// # std::io::Result::Ok(())
/// ```
///
/// # Errors
///
/// When the name is not known, or is none. It is one of the system's own, and may be for now only.
///
/// # Panics
///
/// Outside of a runtime.
// ANCHOR: lookup_host
pub async fn lookup_host(host: &str) -> io::Result<Vec<SocketAddr>> {
    if let Ok(address) = host.parse() {
        return Ok(vec![address]);
    }
    let host = host.to_owned();
    let lookup = spawn_blocking(move || host.to_socket_addrs().map(Iterator::collect));
    let addresses = (&mut Lookup(lookup).0).await;
    addresses.map_err(io::Error::other)?
}
// ANCHOR_END: lookup_host

/// A look-up, which leaves the queue of jobs when its task gives it up.
struct Lookup<T>(SendJoinHandle<T>);

impl<T> Drop for Lookup<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// How long an address may be silent while there is another one.
const PATIENCE: Duration = Duration::from_secs(3);

/// Connects to `"name:port"`: to the first of its addresses that answers. One that is silent for three seconds is
/// given up, unless it is the last. How long that one may take is the system's affair: see
/// [`timeout`](crate::timeout()).
///
/// # Errors
///
/// That of [`lookup_host`], or else of the last address.
///
/// # Panics
///
/// Outside of a runtime.
pub async fn connect(host: &str) -> io::Result<TcpStream> {
    connect_to_any(&lookup_host(host).await?).await
}

async fn connect_to_any(addresses: &[SocketAddr]) -> io::Result<TcpStream> {
    let Some((last, others)) = addresses.split_last() else {
        return Err(io::Error::new(
            ErrorKind::NotFound,
            "the name has no address",
        ));
    };
    for address in others {
        if let Ok(Ok(stream)) = timeout(PATIENCE, TcpStream::connect(*address)).await {
            return Ok(stream);
        }
    }
    TcpStream::connect(*last).await
}

#[cfg(test)]
#[path = "../../tests/unit/lookup_host.rs"]
mod tests;
