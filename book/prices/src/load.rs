//! The clients: connections that are written to and read from in turn.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

/// How many bytes a request has, and its answer.
pub(crate) const MESSAGE: usize = 64;

/// How long a client waits for an answer before it gives up.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long a slice should be. Other programs disturb a longer one more, and a shorter one is mostly clock.
const SLICE: Duration = Duration::from_millis(4);

/// The fewest requests of a slice: one alone may be lucky.
const REQUESTS: usize = 32;

/// Connections to one server.
#[derive(Debug)]
pub(crate) struct Clients(Vec<TcpStream>);

impl Clients {
    /// Connects, and exchanges a message on each connection, so that the server has accepted it.
    pub(crate) fn connect(server: SocketAddr, number: usize) -> io::Result<Self> {
        let mut streams: Vec<TcpStream> = Vec::with_capacity(number);
        let mut accepted = 0;
        for _ in 0..number {
            let stream = TcpStream::connect(server)?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            streams.push(stream);
            // The system keeps a few thousand connections that are not accepted yet.
            if streams.len() - accepted == 1000 || streams.len() == number {
                exchange(&mut streams[accepted..])?;
                accepted = streams.len();
            }
        }
        Ok(Clients(streams))
    }

    /// Sends a message on every connection, and then reads all answers; so many times.
    pub(crate) fn exchange(&mut self, rounds: usize) -> io::Result<()> {
        (0..rounds).try_for_each(|_| exchange(&mut self.0))
    }

    /// The connections.
    pub(crate) fn into_streams(self) -> Vec<TcpStream> {
        self.0
    }

    /// Exchanges messages for so long. Returns what one costs on a clock of nanoseconds, for each slice.
    pub(crate) fn slices(
        &mut self,
        time: Duration,
        clock: impl Fn() -> f64,
    ) -> io::Result<Vec<f64>> {
        let mut rounds = REQUESTS.div_ceil(self.0.len());
        let (start, mut costs) = (Instant::now(), Vec::new());
        while start.elapsed() < time || costs.len() < 4 {
            let (begun, before) = (Instant::now(), clock());
            self.exchange(rounds)?;
            if begun.elapsed() < SLICE / 2 {
                rounds *= 2; // too short: it does not count
                continue;
            }
            costs.push((clock() - before) / (rounds * self.0.len()) as f64);
        }
        Ok(costs)
    }
}

fn exchange(streams: &mut [TcpStream]) -> io::Result<()> {
    for stream in &mut *streams {
        stream.write_all(&[b'x'; MESSAGE])?;
    }
    for stream in streams {
        stream.read_exact(&mut [0; MESSAGE])?;
    }
    Ok(())
}
