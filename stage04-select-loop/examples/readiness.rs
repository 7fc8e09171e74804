//! "Handling I/O", which the document left empty: what *ready* means, and what it does not, shown by real sockets.

use mio::{Events, Poll, Token};
use socket2::SockRef;
use stage01::{Result, co, println};
use stage02::Interest;
use stage04::{EventLoop, Real, Source, World, readable};
use std::{
    io::{self, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    rc::Rc,
    time::Duration,
};

fn main() -> Result {
    by_level()?;
    by_edge()?;
    the_end_and_the_break()
}

/// Our worlds report by level: as long as there is something to read.
fn by_level() -> Result {
    println!("by level, two bytes have come:");
    let (socket, _peer) = with_two_bytes()?;
    let socket = Rc::new(socket);
    let mut world = Real::new()?;
    world.watch(&Source::from(&socket), Some(Interest::Read))?;
    for unread in ["two", "one", "none"] {
        let ready = !world.select(Some(Duration::ZERO))?.is_empty();
        println!("  {unread} unread: ready? {ready}");
        let _ = (&*socket).read(&mut [0]);
    }
    Ok(())
}

/// `mio` reports by edge: when something comes. A task that leaves a byte unread is not told again.
fn by_edge() -> Result {
    println!("by edge, two bytes have come:");
    let (socket, mut peer) = with_two_bytes()?;
    let mut socket = mio::net::TcpStream::from_std(socket);
    let (mut poll, mut events) = (Poll::new()?, Events::with_capacity(8));
    let interest = mio::Interest::READABLE;
    poll.registry().register(&mut socket, Token(0), interest)?;
    let mut ask = |timeout| poll.poll(&mut events, timeout).map(|()| !events.is_empty());
    println!("  two unread: ready? {}", ask(Some(Duration::ZERO))?);
    socket.read_exact(&mut [0])?;
    println!("  one unread: ready? {}", ask(Some(Duration::ZERO))?);
    while socket.read(&mut [0]).is_ok() {}
    peer.write_all(b"c")?;
    println!("  all read, and another has come: ready? {}", ask(None)?);
    Ok(())
}

/// The end of a connection, and a break, are things to read.
fn the_end_and_the_break() -> Result {
    let (ended, peer) = pair()?;
    peer.shutdown(Shutdown::Write)?;
    shown("the peer has ended", ended)?;

    let (broken, peer) = pair()?;
    (&broken).write_all(b"unread")?;
    peer.set_nonblocking(false)?;
    peer.peek(&mut [0])?;
    // Linux and Windows break a connection whose bytes are unread, BSD does not; without lingering they all do.
    SockRef::from(&peer).set_linger(Some(Duration::ZERO))?;
    drop(peer);
    shown("the peer has left with bytes unread", broken)
}

fn shown(what: &str, socket: TcpStream) -> Result {
    println!("{what}:");
    let socket = Rc::new(socket);
    EventLoop::new()?.run_until_complete(co(async move |y| {
        y.yield_from(readable(&socket)).await?;
        let read = (&*socket).read(&mut [0]).map_err(|error| error.kind());
        println!("  readable, and the read gives {read:?}");
        Ok(())
    }))
}

/// Two sockets that are connected; the first does not block.
fn pair() -> io::Result<(TcpStream, TcpStream)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let peer = TcpStream::connect(listener.local_addr()?)?;
    let (socket, _) = listener.accept()?;
    socket.set_nonblocking(true)?;
    Ok((socket, peer))
}

/// The same, and two bytes have come.
fn with_two_bytes() -> io::Result<(TcpStream, TcpStream)> {
    let (socket, mut peer) = pair()?;
    peer.write_all(b"ab")?;
    socket.set_nonblocking(false)?;
    while socket.peek(&mut [0; 2])? < 2 {}
    socket.set_nonblocking(true)?;
    Ok((socket, peer))
}
