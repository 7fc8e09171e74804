//! What is timed: requests a second, the latency at a fixed rate, and a request beside idle connections.

use crate::{
    design::Design,
    load::{Clients, MESSAGE},
    server::Server,
};
use measure::{machine, noise};
use mio::{Events, Interest, Poll, Token};
use std::{
    io::{self, ErrorKind, Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

/// What a request costs, in nanoseconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) nanoseconds: f64,
    /// What even and odd slices differ by, as a share.
    pub(crate) noise: f64,
}

impl Cost {
    fn of(slices: &[f64]) -> Option<Self> {
        Some(Cost {
            nanoseconds: noise::cheapest(slices)?,
            noise: noise::noise(slices)?,
        })
    }

    /// Of processor time. Other programs hardly disturb it, but the system adds it up only a few hundred times a second
    /// while a process runs. So a single slice says little, and the mean counts.
    fn mean_of(slices: &[f64]) -> Option<Self> {
        let mean = |slices: &[f64]| slices.iter().sum::<f64>() / slices.len() as f64;
        let (first, second) = slices.split_at_checked(slices.len() / 2)?;
        let (first, second) = (mean(first), mean(second));
        Some(Cost {
            nanoseconds: mean(slices),
            noise: first.max(second) / first.min(second) - 1.0,
        })
    }
}

/// All connections have a request at once, again and again. The cost of one is the time that passes.
pub(crate) fn busy(design: Design, connections: usize, time: Duration) -> io::Result<Option<Cost>> {
    let server = Server::running(design)?;
    let mut clients = Clients::connect(server.address, connections)?;
    let start = Instant::now();
    let slices = clients.slices(time, || start.elapsed().as_nanos() as f64);
    Ok(Cost::of(&slices?))
}

/// One connection has requests, and all others are silent. The cost of one is the processor time of the server.
pub(crate) fn beside_idle(design: Design, idle: usize, time: Duration) -> io::Result<Option<Cost>> {
    let server = Server::running(design)?;
    let idle = Clients::connect(server.address, idle)?;
    let mut busy = Clients::connect(server.address, 1)?;
    let slices = busy.slices(time, || machine::cpu_time_of(server.id()));
    drop(idle);
    Ok(Cost::mean_of(&slices?))
}

/// How long answers take, in microseconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Latency {
    pub(crate) median: f64,
    /// Of a hundred answers one takes longer.
    pub(crate) ninety_ninth: f64,
    /// The same for the client itself: how long after its time it sent a request.
    pub(crate) client: f64,
}

/// Sends requests at fixed times, in turn on so many connections, whether answers have come or not.
///
/// A latency counts from the time at which the request was to be sent. So a server that stops for a while is charged with
/// all requests that should have been sent meanwhile: nothing is left out because the client had to wait, too.
pub(crate) fn at_rate(
    design: Design,
    connections: usize,
    rate: u64,
    time: Duration,
) -> io::Result<Latency> {
    let server = Server::running(design)?;
    let streams = Clients::connect(server.address, connections)?.into_streams();
    let writers: io::Result<Vec<_>> = streams.iter().map(TcpStream::try_clone).collect();
    let (mut writers, total) = (writers?, (rate as f64 * time.as_secs_f64()) as usize);
    for stream in &streams {
        stream.set_nonblocking(true)?;
    }
    let start = Instant::now() + Duration::from_millis(10);
    let due =
        move |request: usize| start + Duration::from_nanos(request as u64 * 1_000_000_000 / rate);
    let sender = thread::spawn(move || {
        let mut late = Vec::with_capacity(total);
        for request in 0..total {
            thread::sleep(due(request).saturating_duration_since(Instant::now()));
            late.push(due(request).elapsed());
            let mut message = [0; MESSAGE];
            message[..8].copy_from_slice(&request.to_le_bytes());
            let writer = &mut writers[request % connections];
            writer.write_all(&message)?;
        }
        io::Result::Ok(late)
    });
    let mut took = answers(streams, total, due)?;
    let mut late = sender.join().expect("it does not panic")?;
    Ok(Latency {
        median: percentile(&mut took, 50),
        ninety_ninth: percentile(&mut took, 99),
        client: percentile(&mut late, 99),
    })
}

/// Receives all answers, and returns how long after its time each of them came.
fn answers(
    streams: Vec<TcpStream>,
    total: usize,
    due: impl Fn(usize) -> Instant,
) -> io::Result<Vec<Duration>> {
    let (mut poll, mut events) = (Poll::new()?, Events::with_capacity(1024));
    let mut streams: Vec<_> = streams
        .into_iter()
        .map(mio::net::TcpStream::from_std)
        .collect();
    for (token, stream) in streams.iter_mut().enumerate() {
        poll.registry()
            .register(stream, Token(token), Interest::READABLE)?;
    }
    let mut parts = vec![Vec::new(); streams.len()];
    let mut took = Vec::with_capacity(total);
    while took.len() < total {
        poll.poll(&mut events, Some(Duration::from_secs(20)))?;
        if events.is_empty() {
            return Err(ErrorKind::TimedOut.into());
        }
        for event in &events {
            let Token(token) = event.token();
            receive(&mut streams[token], &mut parts[token])?;
            while let Some((message, _)) = parts[token].split_first_chunk::<MESSAGE>() {
                let (request, _) = message.split_first_chunk().expect("it is long enough");
                took.push(due(usize::from_le_bytes(*request)).elapsed());
                parts[token].drain(..MESSAGE);
            }
        }
    }
    Ok(took)
}

/// Receives all that is there.
fn receive(stream: &mut mio::net::TcpStream, part: &mut Vec<u8>) -> io::Result<()> {
    let mut chunk = [0; 4096];
    loop {
        match stream.read(&mut chunk) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(length) => part.extend(&chunk[..length]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
            Err(error) => return Err(error),
        }
    }
}

/// In microseconds.
fn percentile(times: &mut [Duration], percent: usize) -> f64 {
    times.sort_unstable();
    let place = (times.len() * percent / 100).min(times.len() - 1);
    times[place].as_nanos() as f64 / 1000.0
}
