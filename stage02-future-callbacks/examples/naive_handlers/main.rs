//! Programs that break the first handlers: `naive_handlers PROGRAM`.

mod lines;
mod outbox;

use lines::read_lines;
use outbox::Outbox;
use stage01::println;
use stage02::EventLoop;
use std::{
    env,
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
    process,
    rc::Rc,
    thread,
    time::Duration,
};

const MIB: usize = 1024 * 1024;

fn main() -> io::Result<()> {
    let program = env::args().nth(1).unwrap_or_default();
    let event_loop = EventLoop::new()?;
    match program.as_str() {
        "blocking" => blocking(&event_loop),
        "nonblocking" => nonblocking(&event_loop),
        "two_lines" => two_lines(&event_loop),
        "half_a_line" => half_a_line(&event_loop),
        _ => Err(io::Error::other("naive_handlers PROGRAM")),
    }
}

/// The two ends of a connection.
fn pair() -> io::Result<(Rc<TcpStream>, TcpStream)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let near = TcpStream::connect(listener.local_addr()?)?;
    Ok((Rc::new(near), listener.accept()?.0))
}

/// Ends a program whose loop does not.
fn give_up_after_a_second() {
    thread::spawn(|| {
        thread::sleep(Duration::from_secs(1));
        println!("ada's bytes are still being sent after a second");
        process::exit(0);
    });
}

// ANCHOR: blocking
fn blocking(event_loop: &EventLoop) -> io::Result<()> {
    give_up_after_a_second();
    let (socket, _ada_does_not_read) = pair()?;
    let outbox = Outbox::new(socket);
    event_loop.call_soon(move |event_loop| {
        println!("for ada: 8 MiB");
        outbox.send(event_loop, &vec![b'x'; 8 * MIB]).expect("sent");
    });
    event_loop.call_soon(|_| println!("for bea: five bytes"));
    event_loop.run()
}
// ANCHOR_END: blocking

// ANCHOR: nonblocking
fn nonblocking(event_loop: &EventLoop) -> io::Result<()> {
    let (socket, mut ada) = pair()?;
    socket.set_nonblocking(true)?;
    let sent = Outbox::new(socket).send(event_loop, &vec![b'x'; 8 * MIB]);
    println!("sent: {:?}", sent.map_err(|e| e.kind()));
    let arrived = ada.read_to_end(&mut Vec::new())?; // the outbox is dropped: that is the end
    println!("arrived: ≈ {} KiB of 8192", arrived / 1024);
    Ok(())
}
// ANCHOR_END: nonblocking

// ANCHOR: two_lines
fn two_lines(event_loop: &EventLoop) -> io::Result<()> {
    let (socket, mut ada) = pair()?;
    socket.set_nonblocking(true)?;
    read_lines(event_loop, socket, |event| println!("{event:?}"))?;
    ada.write_all(b"one\ntwo\n")?;
    event_loop.run_once()?;
    event_loop.call_soon(|_| println!("another turn: nothing is ready"));
    event_loop.run_once()
}
// ANCHOR_END: two_lines

// ANCHOR: half_a_line
fn half_a_line(event_loop: &EventLoop) -> io::Result<()> {
    let (socket, mut ada) = pair()?;
    socket.set_nonblocking(true)?;
    read_lines(event_loop, socket, |event| println!("{event:?}"))?;
    ada.write_all(b"hal")?;
    event_loop.run_once()?;
    ada.write_all(b"f a line\n")?;
    event_loop.run()
}
// ANCHOR_END: half_a_line
