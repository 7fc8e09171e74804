//! Names of hosts.

use crate::net::target::Target;
use crate::net::to_socket_addrs::ToSocketAddrs;
use crate::runtime::task::send_join::SendJoinHandle;
use crate::task::blocking::spawn_blocking;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, ToSocketAddrs as _};

/// The addresses of a host, such as `"name:port"`. The system is asked on a thread of its own, since it may take its
/// time; an address in figures needs neither. A look-up that is dropped before a thread has begun it leaves the queue.
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
/// Outside of a runtime, if there is a name to look up.
// ANCHOR: lookup_host
pub async fn lookup_host(host: impl ToSocketAddrs) -> io::Result<Vec<SocketAddr>> {
    let name = match host.target() {
        Target::Address(address) => return Ok(vec![address]),
        Target::Addresses(addresses) => return Ok(addresses),
        Target::Name(name) => name,
    };
    let lookup = spawn_blocking(move || name.to_socket_addrs().map(Iterator::collect));
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

/// Tries one address of a host after the other. Fails with the last error.
pub(super) async fn try_each<T>(
    host: impl ToSocketAddrs,
    attempt: impl FnMut(SocketAddr) -> io::Result<T>,
) -> io::Result<T> {
    let mut tries = lookup_host(host).await?.into_iter().map(attempt);
    let mut outcome = tries.next().unwrap_or_else(|| Err(no_address()));
    while outcome.is_err()
        && let Some(next) = tries.next()
    {
        outcome = next;
    }
    outcome
}

/// The first address of a host.
pub(super) async fn first_address(host: impl ToSocketAddrs) -> io::Result<SocketAddr> {
    if let Target::Address(address) = host.target() {
        return Ok(address);
    }
    let addresses = lookup_host(host).await?;
    addresses.first().copied().ok_or_else(no_address)
}

pub(super) fn no_address() -> io::Error {
    io::Error::new(ErrorKind::NotFound, "the name has no address")
}

#[cfg(test)]
#[path = "../../tests/unit/lookup_host.rs"]
mod tests;
