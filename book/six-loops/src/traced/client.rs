//! The client. It acts only when the server can do no more without it.

use super::calls::Call;
use crate::Kind;
use std::{
    io::{self, ErrorKind, Read, Write},
    net::{Shutdown, TcpStream},
    thread,
};

/// What the client sends, a line after the other.
const LINES: [&[u8]; 2] = [b"ada\n", b"bea\n"];

/// A round robin never waits. So its client acts each time that the server has tried in vain so often.
const TRIES: u32 = 10;

/// One end of the connection.
#[derive(Debug)]
pub(super) struct Client {
    stream: TcpStream,
    /// The server's end, to see what has arrived there.
    connection: TcpStream,
    kind: Kind,
    /// The number of lines that were sent, and at last the end.
    acts: usize,
    /// How many bytes the server still owes.
    owed: i64,
    /// How often a round robin has tried since the last act.
    tries: u32,
}

impl Client {
    pub(super) fn new(stream: TcpStream, connection: TcpStream, kind: Kind) -> Self {
        Client {
            stream,
            connection,
            kind,
            acts: 0,
            owed: 0,
            tries: 0,
        }
    }

    /// Tells the server that it is traced now.
    pub(super) fn begin(&mut self) -> io::Result<()> {
        self.stream.write_all(b".")
    }

    /// The server has sent so many bytes.
    pub(super) fn was_sent(&mut self, bytes: i64) {
        self.owed -= bytes.max(0);
    }

    /// Sends a line, or the end, if the server has sent all that it owes and `call` would wait for more.
    pub(super) fn act(&mut self, call: Call) -> io::Result<()> {
        if self.owed > 0 || !self.is_waited_for(call) {
            return Ok(());
        }
        if let Some(before) = self.acts.checked_sub(1).and_then(|act| LINES.get(act)) {
            let mut answer = vec![0; before.len()];
            self.stream.read_exact(&mut answer)?;
            assert_eq!(answer, *before, "the server sends back what it got");
        }
        match LINES.get(self.acts) {
            Some(line) => {
                self.stream.write_all(line)?;
                self.owed = line.len() as i64;
            }
            None if self.acts == LINES.len() => self.stream.shutdown(Shutdown::Write)?,
            None => return Ok(()),
        }
        self.acts += 1;
        self.arrive()
    }

    fn is_waited_for(&mut self, call: Call) -> bool {
        match (self.kind, call) {
            (Kind::Blocking, Call::Receive) => true,
            (Kind::RoundRobin, Call::Receive) => {
                self.tries = (self.tries + 1) % TRIES;
                self.tries == 0
            }
            (Kind::Blocking | Kind::RoundRobin, _) => false,
            (_, call) => matches!(call, Call::Wait),
        }
    }

    /// Waits until what was sent has arrived.
    fn arrive(&self) -> io::Result<()> {
        if self.kind != Kind::RoundRobin {
            return Ok(()); // the server waits for it
        }
        loop {
            match self.connection.peek(&mut [0]) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => thread::yield_now(),
                arrived => return arrived.map(drop),
            }
        }
    }

    /// Reads to the end, once the server has gone.
    pub(super) fn end(self) -> io::Result<()> {
        let Client {
            mut stream,
            connection,
            ..
        } = self;
        drop(connection);
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest)?;
        match (rest.is_empty(), self.acts > LINES.len()) {
            (true, true) => Ok(()),
            _ => Err(io::Error::other("the server ended before its client")),
        }
    }
}
