//! Sockets, by trying.

use crate::{Task, until};
use socket2::{Domain, Socket, Type};
use stage01::co;
use std::{
    io::{
        self,
        ErrorKind::{Interrupted, NotConnected, WouldBlock, WriteZero},
        Read, Write,
    },
    net::{Shutdown, SocketAddr},
};

/// A TCP socket whose operations are tasks. Each step tries once, and `WouldBlock` means "not yet".
///
/// It is one descriptor, non-blocking from the start, and dropping it closes the descriptor. (The document's socket has two `epoll`s
/// beside it, and never closes them.) The operations borrow the socket, so it cannot be closed while a task waits for it.
///
/// ```
/// use stage01::co;
/// use stage05::{AioSocket, Loop};
/// use std::net::{Ipv4Addr, TcpStream};
///
/// let server = AioSocket::new()?;
/// server.bind((Ipv4Addr::LOCALHOST, 0).into())?;
/// server.listen()?;
/// let mut client = TcpStream::connect(server.local_addr()?)?;
/// std::io::Write::write_all(&mut client, b"hello")?;
///
/// let heard = Loop::new().run_task(co(async move |y| {
///     let client = y.yield_from(server.accept()).await?;
///     y.yield_from(client.recv(100)).await
/// }))?;
/// assert_eq!(heard, b"hello");
/// # Ok::<(), stage01::Exception>(())
/// ```
///
/// Source: the document's `AIOSocket`.
#[derive(Debug)]
pub struct AioSocket(Socket);

/// How many clients may wait to be accepted.
const BACKLOG: i32 = 1024;

impl AioSocket {
    /// A socket for IPv4. The document: `aiosocket()`.
    ///
    /// # Errors
    ///
    /// When the system has no descriptor left.
    pub fn new() -> io::Result<Self> {
        Self::from_std(Socket::new(Domain::IPV4, Type::STREAM, None)?)
    }

    /// Makes one of the standard library's sockets non-blocking.
    ///
    /// # Errors
    ///
    /// When the system refuses to make it non-blocking.
    pub fn from_std(socket: impl Into<Socket>) -> io::Result<Self> {
        let socket = socket.into();
        socket.set_nonblocking(true)?;
        Ok(AioSocket(socket))
    }

    /// Binds it to an address; port 0 is any free one. This never waits, so it is not a task.
    ///
    /// A port whose last server has just ended is free, as for [`TcpListener::bind`](std::net::TcpListener::bind).
    ///
    /// # Errors
    ///
    /// When the address is taken, or not one of this machine.
    pub fn bind(&self, address: SocketAddr) -> io::Result<()> {
        #[cfg(unix)]
        // on Windows it is free anyway, and this would share it with a server that runs
        self.0.set_reuse_address(true)?;
        self.0.bind(&address.into())
    }

    /// Starts to listen for clients. This never waits, so it is not a task.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    pub fn listen(&self) -> io::Result<()> {
        self.0.listen(BACKLOG)
    }

    /// Returns its own address.
    ///
    /// # Errors
    ///
    /// When it has none.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        let address = self.0.local_addr()?.as_socket();
        address.ok_or_else(|| io::ErrorKind::Unsupported.into())
    }

    /// Waits for a client.
    ///
    /// # Errors
    ///
    /// When the client has gone again, or the system has no descriptor left.
    pub fn accept(&self) -> impl Task<AioSocket> {
        trying(|| Self::from_std(self.0.accept()?.0))
    }

    /// Connects, and waits until that is done or refused.
    ///
    /// # Errors
    ///
    /// The one that the system keeps in `SO_ERROR`: no listener there, or no route.
    pub fn connect(&self, address: SocketAddr) -> impl Task {
        co(async move |y| {
            match self.0.connect(&address.into()) {
                Err(error) if !in_progress(&error) => return Err(error.into()),
                _ => {}
            }
            y.yield_from(trying(|| self.connected())).await
        })
    }

    /// Returns how the connect has ended, or `WouldBlock` if it has not.
    fn connected(&self) -> io::Result<()> {
        if let Some(error) = self.0.take_error()? {
            return Err(error);
        }
        match self.0.peer_addr() {
            Ok(_) => Ok(()),
            // Not yet, or it was refused since: then macOS says "invalid" here, and the reason is in SO_ERROR by now.
            Err(error) => Err(match self.0.take_error()? {
                Some(reason) => reason,
                None if error.kind() == NotConnected => WouldBlock.into(),
                None => error,
            }),
        }
    }

    /// Waits for bytes, and returns those that are there, at most `max`. Empty at the end.
    ///
    /// # Errors
    ///
    /// When the connection is broken.
    // ANCHOR: recv
    pub fn recv(&self, max: usize) -> impl Task<Vec<u8>> {
        let mut bytes = vec![0; max];
        trying(move || {
            let length = (&self.0).read(&mut bytes)?;
            Ok(bytes[..length].to_vec())
        })
    }
    // ANCHOR_END: recv

    /// Waits until the system takes some of the bytes, and returns how many.
    ///
    /// # Errors
    ///
    /// When the connection is broken.
    pub fn send(&self, bytes: &[u8]) -> impl Task<usize> {
        trying(move || (&self.0).write(bytes))
    }

    /// Sends all bytes, in as many parts as the system wants.
    ///
    /// # Errors
    ///
    /// When the connection is broken.
    pub fn send_all(&self, bytes: &[u8]) -> impl Task {
        co(async move |y| {
            let mut rest = bytes;
            while !rest.is_empty() {
                match y.yield_from(self.send(rest)).await? {
                    0 => return Err(io::Error::from(WriteZero).into()),
                    length => rest = &rest[length..],
                }
            }
            Ok(())
        })
    }

    /// Ends the sending half: the peer's next read returns nothing.
    ///
    /// # Errors
    ///
    /// When it is not connected.
    pub fn shutdown(&self) -> io::Result<()> {
        self.0.shutdown(Shutdown::Write)
    }
}

// ANCHOR: trying
/// Calls the operation in each step until it does not return `WouldBlock`.
fn trying<T>(mut operation: impl FnMut() -> io::Result<T>) -> impl Task<T> {
    let look = move || match operation() {
        Err(error) if matches!(error.kind(), WouldBlock | Interrupted) => None,
        result => Some(result),
    };
    co(async move |y| Ok(y.yield_from(until(look)).await??))
}
// ANCHOR_END: trying

/// True if the system is still connecting. Windows says `WouldBlock` then. A signal does not end a connect.
fn in_progress(error: &io::Error) -> bool {
    #[cfg(unix)]
    if rustix::io::Errno::from_io_error(error) == Some(rustix::io::Errno::INPROGRESS) {
        return true;
    }
    matches!(error.kind(), WouldBlock | Interrupted)
}
