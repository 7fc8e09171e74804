//! The programs, for one version of the reactor.

use super::version::{Direction, Reactor, Registration};
use crate::{Flag, pair};
use futures_util::future::{Either, select};
use mio::net::{TcpListener, TcpStream};
use stage01::println;
use std::{
    future::poll_fn,
    io::{self, Read, Write},
    net,
    pin::pin,
    rc::Rc,
    sync::Arc,
    task::{Context, Poll, Waker},
    thread,
    time::Duration,
};

type Stream = Registration<TcpStream>;

/// `block_on`, with the reactor's `poll` in place of `park`.
fn block_on<T>(reactor: &Reactor, future: impl Future<Output = T>) -> io::Result<T> {
    let (mut future, flag) = (pin!(future), Arc::new(Flag::default()));
    let waker = Waker::from(flag.clone());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return Ok(output);
        }
        while !flag.take() {
            reactor.poll(None)?.into_iter().for_each(Waker::wake);
        }
    }
}

async fn read(stream: &Stream, most: usize) -> io::Result<String> {
    let mut buffer = vec![0; most];
    let read = poll_fn(|cx| stream.poll_io(Direction::Read, cx, |mut io| io.read(&mut buffer)));
    let length = read.await?;
    Ok(String::from_utf8_lossy(&buffer[..length]).into())
}

fn register(reactor: &Rc<Reactor>, stream: net::TcpStream) -> io::Result<Stream> {
    stream.set_nonblocking(true)?;
    Registration::new(reactor, TcpStream::from_std(stream))
}

// ANCHOR: hello
/// A client that sends its bytes some time later.
pub(crate) fn hello() -> io::Result<()> {
    let (reactor, (ours, mut client)) = (Reactor::new()?, pair()?);
    let stream = register(&reactor, ours)?;
    let client = thread::spawn(move || {
        thread::sleep(Duration::from_millis(100));
        client.write_all(b"hello").map(|()| client)
    });
    println!("read: {}", block_on(&reactor, read(&stream, 64))??);
    drop(client.join());
    Ok(())
}
// ANCHOR_END: hello

// ANCHOR: early
/// The bytes are there before a task wants them, and the loop looks at the sockets in between.
pub(crate) fn early() -> io::Result<()> {
    let (reactor, (ours, mut client)) = (Reactor::new()?, pair()?);
    client.write_all(b"hello")?;
    ours.peek(&mut [0])?; // the bytes have arrived
    let stream = register(&reactor, ours)?;
    reactor.poll(Some(Duration::from_millis(50)))?;
    println!("read: {}", block_on(&reactor, read(&stream, 64))??);
    Ok(())
}
// ANCHOR_END: early

// ANCHOR: half
/// Six bytes, and a buffer for two.
pub(crate) fn half() -> io::Result<()> {
    let (reactor, (ours, mut client)) = (Reactor::new()?, pair()?);
    client.write_all(b"123456")?;
    ours.peek(&mut [0; 6])?;
    let stream = register(&reactor, ours)?;
    for _ in 0..3 {
        println!("read: {}", block_on(&reactor, read(&stream, 2))??);
    }
    Ok(())
}
// ANCHOR_END: half

/// A read is polled once by one task, and handed on to another.
pub(crate) fn moves() -> io::Result<()> {
    let (reactor, (ours, mut client)) = (Reactor::new()?, pair()?);
    let stream = register(&reactor, ours)?;
    let mut read = Box::pin(read(&stream, 64));
    let first_task = Arc::new(Flag::default()).into();
    let poll = read.as_mut().poll(&mut Context::from_waker(&first_task));
    println!("the first task has nothing yet: {}", poll.is_pending());
    client.write_all(b"hello")?;
    println!("the second task reads: {}", block_on(&reactor, read)??);
    Ok(())
}

// ANCHOR: again
/// The first of two sockets is closed, and a third is made. Then bytes come for the third.
pub(crate) fn again() -> io::Result<()> {
    let (reactor, [first, second, third]) = (Reactor::new()?, [pair()?, pair()?, pair()?]);
    let (one, two) = (register(&reactor, first.0)?, register(&reactor, second.0)?);
    drop(one);
    let (three, mut client) = (register(&reactor, third.0)?, third.1);
    client.write_all(b"hello")?;
    let (two, three) = (pin!(read(&two, 64)), pin!(read(&three, 64)));
    match block_on(&reactor, select(two, three))? {
        Either::Left(_) => println!("the second socket has bytes"),
        Either::Right((bytes, _)) => println!("the third socket has bytes: {}", bytes?),
    }
    Ok(())
}
// ANCHOR_END: again

/// An operation that accepts a client, and registers its socket.
pub(crate) fn accepts() -> io::Result<()> {
    let reactor = Reactor::new()?;
    let listener = net::TcpListener::bind("127.0.0.1:0")?;
    let _client = net::TcpStream::connect(listener.local_addr()?)?;
    listener.set_nonblocking(true)?;
    let listener = Registration::new(&reactor, TcpListener::from_std(listener))?;
    let accept = |listener: &TcpListener| Registration::new(&reactor, listener.accept()?.0);
    let accepted = poll_fn(|cx| listener.poll_io(Direction::Read, cx, accept));
    let _stream: Stream = block_on(&reactor, accepted)??;
    println!("a client is accepted");
    Ok(())
}
