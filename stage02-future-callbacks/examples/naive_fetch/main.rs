//! A connect whose end is taken for a success, and a retry that tries twice: `naive_fetch PROGRAM`.

mod retry;

use retry::{Done, retry};
use socket2::{Domain, Socket, Type};
use stage01::println;
use stage02::{EventLoop, Interest, begin_connect};
use std::{
    env,
    io::{self, ErrorKind},
    net::SocketAddr,
    rc::Rc,
};

fn main() -> io::Result<()> {
    let event_loop = EventLoop::new()?;
    match env::args().nth(1).as_deref() {
        Some("refused") => {
            let (_nobody, address) = nobody_listens()?;
            connect(&event_loop, address)?;
        }
        Some("retry") => page(&event_loop),
        _ => return Err(io::Error::other("naive_fetch PROGRAM")),
    }
    event_loop.run()
}

// ANCHOR: connect
fn connect(event_loop: &EventLoop, address: SocketAddr) -> io::Result<()> {
    let socket = Rc::new(begin_connect(address)?);
    event_loop.register(socket, Interest::Write, |event_loop, ready| {
        println!("connected!");
        event_loop.unregister(ready.key).expect("it is registered");
    })?;
    println!("the connect has begun");
    Ok(())
}
// ANCHOR_END: connect

// ANCHOR: page
fn page(event_loop: &EventLoop) {
    let done: Done<&str> =
        Box::new(|_, page| println!("the page: {:?}", page.map_err(|e| e.kind())));
    retry(event_loop, Rc::new(third_time_lucky), done);
}

fn third_time_lucky(event_loop: &EventLoop, number: u32, done: Done<&'static str>) {
    println!("attempt {number}");
    event_loop.call_soon(move |event_loop| match number {
        3 => done(event_loop, Ok("hello")),
        _ => done(event_loop, Err(ErrorKind::ConnectionReset.into())),
    });
}
// ANCHOR_END: page

/// An address that stays taken, and refuses, for as long as the socket is kept.
fn nobody_listens() -> io::Result<(Socket, SocketAddr)> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into())?;
    let address = socket.local_addr()?;
    Ok((socket, address.as_socket().expect("it is an IPv4 address")))
}
