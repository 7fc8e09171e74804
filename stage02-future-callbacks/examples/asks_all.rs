//! A hundred sockets, and one of them speaks after 100 ms: `asks_all read` asks them all, `asks_all select` asks the kernel.

use stage01::println;
use stage02::{Interest, Selector};
use std::{env, io, net::UdpSocket, rc::Rc, thread, time::Duration};

fn main() -> io::Result<()> {
    let sockets = sockets()?;
    let speaker = sockets[42].try_clone()?;
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(100));
        speaker.send(b"hello")
    });
    match env::args().nth(1).as_deref() {
        Some("read") => read(&sockets),
        Some("select") => select(&sockets)?,
        Some("unread") => unread(&sockets)?,
        _ => return Err(io::Error::other("asks_all read, or select, or unread")),
    }
    Ok(())
}

/// A hundred nonblocking sockets, each of which sends to itself.
fn sockets() -> io::Result<Vec<Rc<UdpSocket>>> {
    let socket = |_| {
        let socket = UdpSocket::bind("127.0.0.1:0")?;
        socket.connect(socket.local_addr()?)?;
        socket.set_nonblocking(true)?;
        Ok(Rc::new(socket))
    };
    (0..100).map(socket).collect()
}

// ANCHOR: read
fn read(sockets: &[Rc<UdpSocket>]) {
    let mut reads = 0;
    for n in (0..sockets.len()).cycle() {
        reads += 1;
        if sockets[n].recv(&mut [0; 64]).is_ok() {
            return println!("socket {n} has spoken; reads: ≈ {reads}");
        }
    }
}
// ANCHOR_END: read

// ANCHOR: select
fn select(sockets: &[Rc<UdpSocket>]) -> io::Result<()> {
    let mut selector = Selector::new()?;
    for (n, socket) in sockets.iter().enumerate() {
        selector.register(socket.clone(), Interest::Read, n)?;
    }
    for ready in selector.select(None)? {
        let n = selector.get(ready.key).expect("it is registered");
        println!("socket {n} is ready");
    }
    Ok(())
}
// ANCHOR_END: select

// ANCHOR: unread
fn unread(sockets: &[Rc<UdpSocket>]) -> io::Result<()> {
    let mut selector = Selector::new()?;
    selector.register(sockets[42].clone(), Interest::Read, ())?;
    for turn in 1..=3 {
        let ready = selector.select(None)?;
        println!("turn {turn}: {} ready, and we do not read", ready.len());
    }
    Ok(())
}
// ANCHOR_END: unread
