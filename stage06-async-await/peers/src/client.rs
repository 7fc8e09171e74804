//! The load on the echo servers: a loop around mio's `Poll`, in a process of its own, the same for all.

use clap::Args;
use mio::{Events, Interest, Poll, Token, net::TcpStream};
use stage01::println;
use std::{
    io::{ErrorKind, Read, Write},
    net::SocketAddr,
    process::{Command, Stdio},
    time::Instant,
};

/// How many bytes a message has.
pub(crate) const MESSAGE: usize = 64;

/// How often a connection sends and receives before the clock starts.
pub(crate) const WARM_UP: usize = 2;

/// What the process is told.
#[derive(Args, Debug)]
pub(crate) struct Load {
    pub(crate) address: SocketAddr,
    pub(crate) connections: usize,
    /// How many messages each connection sends, one after another.
    pub(crate) messages: usize,
}

impl Load {
    /// This executable, once more, as a client.
    pub(crate) fn command(&self) -> Command {
        let executable = std::env::current_exe().expect("it runs");
        let mut command = Command::new(executable);
        command
            .args(["as-client", &self.address.to_string()])
            .args([self.connections, self.messages].map(|number| number.to_string()))
            .stdout(Stdio::piped());
        command
    }

    /// Prints the nanoseconds from the first message after the warm-up to the last answer.
    pub(crate) fn run(&self) {
        let mut clients = Clients::connect(self);
        clients.exchange(WARM_UP);
        let start = Instant::now();
        clients.exchange(self.messages);
        println!("{}", start.elapsed().as_nanos());
    }
}

struct Clients {
    poll: Poll,
    streams: Vec<TcpStream>,
}

impl Clients {
    fn connect(load: &Load) -> Self {
        let poll = Poll::new().expect("a poll");
        let connect = |index| {
            let stream = std::net::TcpStream::connect(load.address).expect("it connects");
            stream.set_nodelay(true).expect("it is TCP");
            stream.set_nonblocking(true).expect("it is a socket");
            let mut stream = TcpStream::from_std(stream);
            let registered =
                poll.registry()
                    .register(&mut stream, Token(index), Interest::READABLE);
            registered.expect("it is registered");
            stream
        };
        let streams = (0..load.connections).map(connect).collect();
        Clients { poll, streams }
    }

    /// One message under way on every connection, until each has had so many answers.
    fn exchange(&mut self, messages: usize) {
        let mut answers = vec![0; self.streams.len()];
        let mut left = messages * self.streams.len();
        for stream in &mut self.streams {
            send(stream, 0);
        }
        let mut events = Events::with_capacity(1024);
        while left > 0 {
            self.poll.poll(&mut events, None).expect("it can wait");
            for event in &events {
                let Token(index) = event.token();
                let stream = &mut self.streams[index];
                if receive(stream, answers[index]) {
                    answers[index] += 1;
                    left -= 1;
                    if answers[index] < messages {
                        send(stream, answers[index]);
                    }
                }
            }
        }
        assert!(answers.iter().all(|&answers| answers == messages));
    }
}

fn send(stream: &mut TcpStream, number: usize) {
    let message = [number as u8; MESSAGE];
    let sent = stream.write(&message).expect("the server reads");
    assert_eq!(sent, MESSAGE, "a message fits into the socket");
}

/// Whether an answer is there. It comes in one piece: it was written in one, and is small.
fn receive(stream: &mut TcpStream, number: usize) -> bool {
    let mut answer = [0; MESSAGE + 1];
    match stream.read(&mut answer) {
        Err(error) if error.kind() == ErrorKind::WouldBlock => false,
        read => {
            let read = read.expect("the server answers");
            assert_eq!(answer[..read], [number as u8; MESSAGE], "the same bytes");
            true
        }
    }
}
