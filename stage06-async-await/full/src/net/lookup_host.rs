//! Names of hosts.

use crate::net::tcp::stream::TcpStream;
use crate::{
    runtime::{blocking::pool::spawn_blocking, task::send_join::SendJoinHandle},
    time::timeout::timeout,
};
use std::{
    io::{self, ErrorKind},
    net::{SocketAddr, ToSocketAddrs},
    time::Duration,
};

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
mod tests {
    use super::*;
    use crate::runtime::runtime::Runtime;
    use std::net::TcpListener;
    use testkit::within;

    #[test]
    fn a_look_up_that_is_given_up_leaves_the_queue() {
        within(Duration::from_secs(20), "the end", || {
            let runtime = Runtime::builder().max_blocking_threads(1).build();
            let pool = runtime.0.pool.clone();
            let (end, ends) = std::sync::mpsc::channel::<()>();
            let running = runtime.handle().spawn_blocking(move || ends.recv());
            while pool.queued() > 0 {
                std::thread::yield_now();
            }
            runtime.block_on(async {
                for _ in 0..6 {
                    let late = timeout(Duration::ZERO, lookup_host("localhost:80")).await;
                    late.expect_err("the only thread is busy");
                    let connecting = crate::task::spawn::spawn(connect("localhost:80"));
                    while pool.queued() == 0 {
                        crate::task::spawn::yield_now().await;
                    }
                    connecting.abort();
                    assert_eq!(pool.queued(), 0);
                }
            });
            assert_eq!(pool.queued(), 0);
            drop(end);
            let ended = runtime.block_on(running).expect("no panic");
            ended.expect_err("nothing was sent");
        });
    }

    #[test]
    fn every_address_is_tried_and_the_last_error_told() {
        within(Duration::from_secs(20), "the connections", || {
            let listen = || TcpListener::bind("127.0.0.1:0").expect("a port");
            let address = |listener: &TcpListener| listener.local_addr().expect("it is bound");
            let (open, closed) = (listen(), address(&listen()));
            let connect = |addresses: &[SocketAddr]| {
                let outcome = Runtime::new().block_on(connect_to_any(addresses));
                outcome.and_then(|stream| stream.peer_addr())
            };
            let connected = connect(&[closed, closed, address(&open)]);
            assert_eq!(connected.expect("one listens"), address(&open));
            let error = connect(&[closed]).expect_err("none listens");
            assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
            let error = connect(&[]).expect_err("there is none");
            assert_eq!(error.kind(), ErrorKind::NotFound);
        });
    }

    #[test]
    #[cfg(target_os = "linux")] // elsewhere a full queue may answer
    fn an_address_that_is_silent_is_given_up_for_the_next() {
        within(Duration::from_secs(20), "the second address", || {
            let silent = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None);
            let silent = silent.expect("a descriptor");
            let any: SocketAddr = ([127, 0, 0, 1], 0).into();
            silent.bind(&any.into()).expect("a port");
            silent.listen(0).expect("it is bound");
            let address = silent.local_addr().expect("it is bound").as_socket();
            let address = address.expect("an address");
            let _fills = std::net::TcpStream::connect(address).expect("there is room for one");
            let open = TcpListener::bind(any).expect("a port");
            let addresses = [address, open.local_addr().expect("it is bound")];
            let runtime = Runtime::with_virtual_time();
            let stream = runtime.block_on(connect_to_any(&addresses));
            let stream = stream.expect("the second answers");
            assert_eq!(stream.peer_addr().expect("it is connected"), addresses[1]);
        });
    }
}
