//! No runtime: an echo server as a loop around mio's `Poll`. What a runtime costs is what it costs more than this.

use crate::peer::{CHUNK, Server};
use mio::{
    Events, Interest, Poll, Token,
    net::{TcpListener, TcpStream},
};
use std::{
    io::{ErrorKind, Read, Write},
    net,
};

pub(crate) struct Mio;

const LISTENER: Token = Token(usize::MAX);

/// A client, and its own bytes, as a task has them.
struct Client {
    stream: TcpStream,
    chunk: Vec<u8>,
    total: u64,
}

impl Server for Mio {
    fn serve(listener: net::TcpListener, clients: usize) -> u64 {
        let mut poll = Poll::new().expect("a poll");
        let mut events = Events::with_capacity(1024);
        let mut listener = TcpListener::from_std(listener);
        let registered = poll
            .registry()
            .register(&mut listener, LISTENER, Interest::READABLE);
        registered.expect("it is registered");
        let mut served: Vec<Client> = Vec::new();
        let mut ended = 0;
        while ended < clients {
            poll.poll(&mut events, None).expect("it can wait");
            for event in &events {
                match event.token() {
                    LISTENER => accept_all(&listener, &poll, &mut served),
                    Token(client) => ended += usize::from(served[client].echo()),
                }
            }
        }
        served.iter().map(|client| client.total).sum()
    }
}

fn accept_all(listener: &TcpListener, poll: &Poll, clients: &mut Vec<Client>) {
    while let Ok((mut stream, _)) = listener.accept() {
        let token = Token(clients.len());
        let registered = poll
            .registry()
            .register(&mut stream, token, Interest::READABLE);
        registered.expect("it is registered");
        let chunk = vec![0; CHUNK];
        let total = 0;
        clients.push(Client {
            stream,
            chunk,
            total,
        });
    }
}

impl Client {
    /// Sends back what there is; whether the client has ended. A short read has emptied the socket.
    fn echo(&mut self) -> bool {
        loop {
            let read = match self.stream.read(&mut self.chunk) {
                Ok(0) => return true,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return false,
                read => read.expect("the client sends"),
            };
            let answer = self.stream.write_all(&self.chunk[..read]);
            answer.expect("the client reads, and a message fits into the socket");
            self.total += read as u64;
            if read < CHUNK {
                return false;
            }
        }
    }
}
