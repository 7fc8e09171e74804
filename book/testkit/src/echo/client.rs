//! A client that knows what must come back.

use super::{
    pattern::{PIECE, piece},
    socket::socket,
    symptom::{Seen, Symptom},
};
use socket2::Socket;
use std::{
    io::{self, ErrorKind, Read, Write},
    net::{Shutdown, SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};

/// A server that has taken nothing for so long is taken to be full. Too early a guess only makes a check easier to pass.
pub(super) const FULL: Duration = Duration::from_millis(100);

/// After so long, a server that takes a little now and then is not waited for.
pub(super) const ENOUGH: Duration = Duration::from_secs(5);

/// A client. It sends a stream of bytes of its own, and knows how far it has come.
#[derive(Debug)]
pub struct Client {
    /// What failures call it.
    name: String,
    socket: TcpStream,
    /// Where its stream begins in the pattern, so that no two clients send the same.
    origin: usize,
    /// How many bytes it has sent.
    pub(super) sent: usize,
    /// How many bytes have come back.
    received: usize,
    /// The longest time that one operation may take.
    patience: Duration,
}

impl Client {
    /// Connects, with small buffers and without Nagle's delay: with it, the kernel would gather single bytes.
    ///
    /// Failures call the client `name`. Clients with another `number` send other bytes. No operation takes longer than
    /// `patience`.
    ///
    /// # Errors
    ///
    /// As all its methods: with what the client saw instead.
    pub fn connect(
        name: String,
        address: SocketAddr,
        number: usize,
        patience: Duration,
    ) -> Seen<Self> {
        let connect = || -> io::Result<TcpStream> {
            let socket = socket()?;
            socket.set_read_timeout(Some(patience))?;
            socket.set_write_timeout(Some(patience))?;
            socket.connect_timeout(&address.into(), patience)?;
            socket.set_tcp_nodelay(true)?;
            Ok(socket.into())
        };
        match connect() {
            Ok(socket) => Ok(Client {
                name,
                socket,
                origin: number * 7919,
                sent: 0,
                received: 0,
                patience,
            }),
            Err(error) if timed_out(&error) => {
                Symptom::NoAnswer.seen(format!("{name} could not connect within {patience:?}"))
            }
            Err(error) => Symptom::CutOff.seen(format!("{name} could not connect ({error})")),
        }
    }

    /// Sends `len` bytes, few enough for the kernel to take them at once.
    pub fn send(&mut self, len: usize) -> Seen {
        let bytes = piece(self.origin + self.sent, len);
        self.sent += bytes.len();
        self.socket.write_all(bytes).or_else(|error| {
            let name = &self.name;
            match timed_out(&error) {
                true => Symptom::NoAnswer.seen(format!("{name} could not send: nobody reads")),
                false => Symptom::CutOff.seen(format!("{name} could not send ({error})")),
            }
        })
    }

    /// Sends `pieces`, each of at most 64 KiB, and reads what comes back at the same time.
    pub fn exchange(&mut self, pieces: &[usize]) -> Seen {
        let writer = self.socket.try_clone().expect("a second handle");
        let mut position = self.origin + self.sent;
        self.sent += pieces.iter().sum::<usize>();
        thread::scope(|scope| {
            scope.spawn(move || {
                for &len in pieces {
                    // What cannot be written does not come back, which the reader reports.
                    let _ = (&writer).write_all(piece(position, len));
                    position += len;
                }
            });
            let answers = self.answers(PIECE);
            if answers.is_err() {
                let _ = self.socket.shutdown(Shutdown::Both); // frees a writer that is stuck
            }
            answers
        })
    }

    /// Offers up to `limit` bytes without waiting; gives how many were taken.
    pub fn offer(&mut self, limit: usize) -> usize {
        let before = self.sent;
        let _ = self.socket.set_nonblocking(true);
        while self.sent - before < limit {
            let left = limit - (self.sent - before);
            match self.socket.write(piece(self.origin + self.sent, left)) {
                Ok(taken) => self.sent += taken,
                Err(_) => break,
            }
        }
        let _ = self.socket.set_nonblocking(false);
        self.sent - before
    }

    /// Sends without reading until nothing more is taken, at most `limit` bytes.
    pub fn fill(&mut self, limit: usize) {
        let start = Instant::now();
        let mut last = start;
        while self.sent < limit && last.elapsed() < FULL && start.elapsed() < ENOUGH {
            match self.offer(limit - self.sent) {
                0 => thread::sleep(FULL / 100),
                _ => last = Instant::now(),
            }
        }
    }

    /// Reads what was sent and has not come back, at most `step` bytes at a time, and compares.
    ///
    /// Bytes that differ are reported only at the end: if fewer come than were sent, the server lost some.
    pub fn answers(&mut self, step: usize) -> Seen {
        let mut buffer = vec![0; step.min(PIECE)];
        let mut wrong_at = None;
        let (before, deadline) = (self.received, Instant::now() + self.patience);
        while self.received < self.sent {
            let want = buffer.len().min(self.sent - self.received);
            let got = match self.read(&mut buffer[..want], deadline) {
                Ok(0) => return Symptom::CutOff.seen(self.progress("then the connection ended")),
                Ok(got) => got,
                Err(error) if timed_out(&error) => return self.waited_since(before),
                Err(error) => return Symptom::CutOff.seen(self.progress(&error.to_string())),
            };
            if buffer[..got] != *piece(self.origin + self.received, got) {
                wrong_at.get_or_insert(self.received);
            }
            self.received += got;
        }
        wrong_at.map_or(Ok(()), |at| {
            let saw = self.progress(&format!("which differ at or after byte {at}"));
            Symptom::WrongBytes.seen(saw)
        })
    }

    /// Sends a few bytes and reads them back.
    pub fn round_trip(&mut self) -> Seen {
        self.send(16)?;
        self.answers(16)
    }

    /// Ends the sending side: the server reads the end of the stream, the client can still read.
    pub fn finish(&mut self) -> Seen {
        self.socket.shutdown(Shutdown::Write).or_else(|error| {
            Symptom::CutOff.seen(self.progress(&format!("could not end its side ({error})")))
        })
    }

    /// Expects the end of the connection, and not one byte more.
    pub fn end(mut self) -> Seen {
        let mut buffer = [0; 64];
        match self.read(&mut buffer, Instant::now() + self.patience) {
            Ok(0) => Ok(()),
            Ok(more) => {
                Symptom::Unsolicited.seen(self.progress(&format!("then {more} bytes too many")))
            }
            Err(error) if timed_out(&error) => Symptom::NoEnd
                .seen(self.progress(&format!("but no end within {:?}", self.patience))),
            Err(error) => Symptom::CutOff.seen(self.progress(&error.to_string())),
        }
    }

    /// Expects the end of the connection in any form, and throws away what comes before it.
    pub fn gone(mut self) -> Seen {
        let mut buffer = vec![0; PIECE];
        let deadline = Instant::now() + self.patience;
        loop {
            match self.read(&mut buffer, deadline) {
                Ok(0) => return Ok(()),
                Ok(_) => {}
                Err(error) if timed_out(&error) => {
                    let saw = format!("{} is still connected", self.name);
                    return Symptom::NoEnd.seen(saw);
                }
                Err(_) => return Ok(()),
            }
        }
    }

    /// Resets the connection: the server gets an error instead of an end.
    pub fn reset(self) {
        let _ = Socket::from(self.socket).set_linger(Some(Duration::ZERO));
    }

    /// One read that ends at `deadline`.
    fn read(&mut self, buffer: &mut [u8], deadline: Instant) -> io::Result<usize> {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        // Refused by some systems once both sides have ended; then the read does not wait anyway.
        let _ = self.socket.set_read_timeout(Some(left));
        self.socket.read(buffer)
    }

    /// What it means that nothing more comes, if `before` bytes had come back when the waiting began.
    fn waited_since(&self, before: usize) -> Seen {
        let symptom = match self.received == before {
            true => Symptom::NoAnswer,
            false => Symptom::Missing,
        };
        symptom.seen(self.progress(&format!("and no more within {:?}", self.patience)))
    }

    /// Who, how far, and what then.
    fn progress(&self, then: &str) -> String {
        let (name, sent, received) = (&self.name, self.sent, self.received);
        format!("{name} got {received} of {sent} bytes back, {then}")
    }
}

/// A socket's time limit is reported as one or the other, depending on the system.
fn timed_out(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}
