//! One client of an echo server: its socket, and the bytes that it has sent and not yet got back.

use crate::Interest;
use std::{
    collections::VecDeque,
    io::{
        self,
        ErrorKind::{Interrupted, WouldBlock, WriteZero},
        Read, Write,
    },
    net::{Shutdown, TcpStream},
    rc::Rc,
};

/// How many bytes of one client a server keeps. A client that sends and never reads fills this
/// buffer, and then the kernel's. From then on its own writes wait, and no other client's.
const CAPACITY: usize = 64 * 1024;

/// How many bytes one call of `advance` takes from the client.
const CHUNK: usize = 16 * 1024;

/// One client.
#[derive(Debug)]
pub(crate) struct Connection {
    socket: Rc<TcpStream>,
    /// Received, and not yet sent back. Never longer than [`CAPACITY`].
    unsent: VecDeque<u8>,
    /// The client has sent all it will send. It may go on reading.
    ended: bool,
}

impl Connection {
    /// Makes the socket nonblocking: one client that does not read must not stop the others.
    pub(crate) fn new(socket: Rc<TcpStream>) -> io::Result<Self> {
        socket.set_nonblocking(true)?;
        Ok(Connection {
            socket,
            unsent: VecDeque::new(),
            ended: false,
        })
    }

    /// Receives and sends what it can without waiting, and returns what it waits for now. `None`: the client has got
    /// everything back, and the end as well.
    ///
    /// # Errors
    ///
    /// The connection is broken: drop it.
    // ANCHOR: advance
    pub(crate) fn advance(&mut self) -> io::Result<Option<Interest>> {
        self.receive()?;
        self.send()?;
        let interest = Interest::new(self.wants_more(), !self.unsent.is_empty());
        if interest.is_none() {
            self.socket.shutdown(Shutdown::Write)?;
        }
        Ok(interest)
    }
    // ANCHOR_END: advance

    // ANCHOR: wants_more
    fn wants_more(&self) -> bool {
        !self.ended && self.unsent.len() < CAPACITY
    }
    // ANCHOR_END: wants_more

    // ANCHOR: receive
    fn receive(&mut self) -> io::Result<()> {
        if !self.wants_more() {
            return Ok(());
        }
        let mut chunk = [0; CHUNK];
        let room = CHUNK.min(CAPACITY - self.unsent.len());
        match (&*self.socket).read(&mut chunk[..room]) {
            Ok(0) => self.ended = true,
            Ok(n) => self.unsent.extend(&chunk[..n]),
            Err(e) => return later(e),
        }
        Ok(())
    }
    // ANCHOR_END: receive

    // ANCHOR: send
    fn send(&mut self) -> io::Result<()> {
        while !self.unsent.is_empty() {
            match (&*self.socket).write(self.unsent.as_slices().0) {
                Ok(0) => return Err(WriteZero.into()),
                Ok(n) => drop(self.unsent.drain(..n)),
                Err(e) => return later(e),
            }
        }
        Ok(())
    }
    // ANCHOR_END: send
}

/// Not an error: the selector will say when to try again.
fn later(error: io::Error) -> io::Result<()> {
    match error.kind() {
        WouldBlock | Interrupted => Ok(()),
        _ => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{net::TcpListener, time::Duration};

    /// A client's socket, and the server's side of it.
    fn connected() -> (TcpStream, Connection) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
        let address = listener.local_addr().expect("bound");
        let client = TcpStream::connect(address).expect("a listener");
        let socket = Rc::new(listener.accept().expect("a client").0);
        client.set_nodelay(true).expect("a TCP option");
        socket.set_nodelay(true).expect("a TCP option");
        (client, Connection::new(socket).expect("nonblocking"))
    }

    /// Advances once there are bytes, or the end, to be read. Returns what it waits for then.
    fn advance_when_readable(connection: &mut Connection) -> Interest {
        let socket = &connection.socket;
        socket.set_nonblocking(false).expect("a socket can block");
        socket.peek(&mut [0]).expect("something comes");
        socket.set_nonblocking(true).expect("or not");
        let waits_for = connection.advance().expect("no error");
        waits_for.expect("it is not finished")
    }

    #[test]
    fn what_is_unsent_when_the_client_ends_is_sent_all_the_same() {
        testkit::within(Duration::from_secs(20), "the rest", || {
            let (mut client, mut connection) = connected();
            let mut sent = 0;
            while connection.unsent.len() < CAPACITY / 2 {
                client.write_all(&[b'x'; 4096]).expect("room");
                sent += 4096;
                assert!(advance_when_readable(&mut connection).reads());
            }
            client.shutdown(Shutdown::Write).expect("connected");
            while !connection.ended {
                assert!(advance_when_readable(&mut connection).writes());
            }
            client.set_nonblocking(true).expect("it can do that");
            let mut heard = Vec::new();
            while connection.advance().expect("no error").is_some() {
                let _ = client.read_to_end(&mut heard);
            }
            client.set_nonblocking(false).expect("a socket can block");
            client.read_to_end(&mut heard).expect("the end");
            assert_eq!(heard.len(), sent);
        });
    }
}
