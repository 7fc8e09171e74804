//! What the tests of this stage share.
#![allow(dead_code)]

use stage01::{Result, co};
use stage04::{Asks, EventLoop, Simulated, now};
use std::{
    cell::RefCell,
    net::{SocketAddr, TcpListener, TcpStream},
    rc::Rc,
    time::Duration,
};

/// Runs a check that must not hang.
pub(crate) fn promptly<T: Send + 'static>(
    awaited: &str,
    check: impl FnOnce() -> T + Send + 'static,
) -> T {
    testkit::within(Duration::from_secs(20), awaited, check)
}

/// Runs a task in a simulated world; gives what came of it, and the loop as it was left.
pub(crate) fn simulated<T: 'static>(
    main: impl Asks<T> + 'static,
) -> (Result<T>, EventLoop<Simulated>) {
    let mut event_loop = EventLoop::with(Simulated::new());
    let result = event_loop.run_until_complete(main);
    (result, event_loop)
}

pub(crate) fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// Two nonblocking sockets that are connected to each other.
pub(crate) fn pair() -> (Rc<TcpStream>, Rc<TcpStream>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let address = listener.local_addr().expect("bound");
    let theirs = TcpStream::connect(address).expect("a listener");
    let (ours, _) = listener.accept().expect("a client");
    for socket in [&ours, &theirs] {
        socket
            .set_nonblocking(true)
            .expect("a socket can be nonblocking");
    }
    (Rc::new(ours), Rc::new(theirs))
}

/// What the tasks of a test write down, in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log(Rc<RefCell<Vec<String>>>);

impl Log {
    pub(crate) fn add(&self, line: impl Into<String>) {
        self.0.borrow_mut().push(line.into());
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.borrow().clone()
    }
}

/// An address that refuses connections for as long as the socket is kept: it is bound, and does not listen.
pub(crate) fn refused() -> (socket2::Socket, SocketAddr) {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None)
        .expect("a descriptor");
    let any: SocketAddr = ([127, 0, 0, 1], 0).into();
    socket.bind(&any.into()).expect("loopback");
    let address = socket.local_addr().expect("bound").as_socket();
    (socket, address.expect("IPv4"))
}

/// Waits for this, and checks that it did not wait too short.
pub(crate) fn until(deadline: u64, wait: impl Asks + 'static) -> impl Asks<bool> {
    co(async move |y| {
        y.yield_from(wait).await?;
        Ok(y.yield_from(now()).await? >= ms(deadline))
    })
}
