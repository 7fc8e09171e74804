//! A page from a local server, in callbacks; then the same from a port where nobody listens.

use socket2::{Domain, Socket, Type};
use stage01::println;
use stage02::{EventLoop, fetch};
use std::{
    io::{BufRead, BufReader, ErrorKind, Result, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    thread,
};

fn main() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let server = thread::spawn(move || serve_one(listener.accept()?.0));
    let (_nobody, refused) = nobody_listens()?;

    let event_loop = EventLoop::new()?;
    fetch(&event_loop, address, "/", |_, page| show(page));
    println!("fetch has returned");
    event_loop.run()?;
    server.join().expect("the server does not panic")?;

    fetch(&event_loop, refused, "/", |_, page| show(page));
    event_loop.run()
}

fn show(page: Result<Vec<u8>>) {
    match page {
        Ok(page) => println!("the page: {}", page.escape_ascii()),
        Err(error) => println!("no page: {:?}", error.kind()),
    }
}

/// Answers one request, in two parts.
fn serve_one(mut client: TcpStream) -> Result<()> {
    let mut request = BufReader::new(client.try_clone()?);
    let mut line = String::new();
    while line != "\r\n" {
        line.clear();
        if request.read_line(&mut line)? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
    }
    client.write_all(b"HTTP/1.0 200 OK\r\n\r\n")?;
    client.write_all(b"hello")
}

/// An address that stays taken, and refuses, for as long as the socket is kept.
fn nobody_listens() -> Result<(Socket, SocketAddr)> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into())?;
    let address = socket
        .local_addr()?
        .as_socket()
        .expect("it is an IPv4 address");
    Ok((socket, address))
}
