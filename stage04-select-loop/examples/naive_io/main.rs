//! The naive `read` and `write_all`, and the programs that break them: `cargo run -p stage04 --example naive_io -- PROGRAM VERSION`.
#![allow(unreachable_pub)]

mod naive;

use stage01::{Result, Routine, Yielder, co, println};
use stage04::{EventLoop, Request, ended, spawn, yield_now};
use std::{
    env, io,
    net::{Shutdown, TcpListener, TcpStream},
    rc::Rc,
};

/// A version of both operations.
#[derive(Clone, Copy)]
struct Version {
    read: fn(&Rc<TcpStream>) -> Routine<Request, Vec<u8>>,
    write_all: fn(&Rc<TcpStream>, Vec<u8>) -> Routine<Request>,
}

const NAIVE: Version = Version {
    read: |socket| Box::new(naive::read(socket, 1000)),
    write_all: |socket, bytes| Box::new(naive::write_all(socket, bytes)),
};

const OURS: Version = Version {
    read: |socket| Box::new(stage04::read(socket, 1000)),
    write_all: |socket, bytes| Box::new(stage04::write_all(socket, bytes)),
};

fn main() -> Result {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let [program, version] = args[..] else {
        println!("name a program and a version: two, big; naive, ours");
        return Ok(());
    };
    let version = match version {
        "naive" => NAIVE,
        "ours" => OURS,
        _ => return Err(io::Error::other("no such version").into()),
    };
    let main: Routine<Request> = match program {
        "two" => Box::new(co(move |y| two(y, version))),
        "big" => Box::new(co(move |y| big(y, version))),
        _ => return Err(io::Error::other("no such program").into()),
    };
    EventLoop::new()?.run_until_complete(main)
}

// ANCHOR: two
/// Two tasks read from one socket. One byte comes, and then another.
async fn two(y: Yielder<Request>, version: Version) -> Result {
    let (ours, theirs) = pair()?;
    let first = y.yield_from(spawn((version.read)(&ours))).await?;
    let second = y.yield_from(spawn((version.read)(&ours))).await?;
    y.yield_from((version.write_all)(&theirs, b"x".to_vec()))
        .await?;
    y.yield_from(ended(&first)).await?;
    y.yield_from(yield_now()).await?;
    y.yield_from((version.write_all)(&theirs, b"y".to_vec()))
        .await?;
    y.yield_from(ended(&second)).await?;
    for (name, task) in [("first", first), ("second", second)] {
        match task.result().expect("it has ended") {
            Ok(bytes) => println!("{name}: {:?}", String::from_utf8_lossy(&bytes)),
            Err(error) => println!("{name}: {:?}", error.downcast_ref().map(io::Error::kind)),
        }
    }
    Ok(())
}
// ANCHOR_END: two

// ANCHOR: big
/// A task sends 32 MiB, and then the end. Another task counts what comes.
async fn big(y: Yielder<Request>, version: Version) -> Result {
    const LENGTH: usize = 32 << 20;
    let (ours, theirs) = pair()?;
    let sender = co(async move |y: Yielder<Request>| {
        y.yield_from((version.write_all)(&ours, vec![b'x'; LENGTH]))
            .await?;
        Ok(ours.shutdown(Shutdown::Write)?)
    });
    drop(y.yield_from(spawn(sender)).await?);
    let mut heard = 0;
    loop {
        let bytes = y.yield_from(stage04::read(&theirs, 1 << 16)).await?;
        if bytes.is_empty() {
            println!("all of the bytes have come: {}", heard == LENGTH);
            return Ok(());
        }
        heard += bytes.len();
    }
}
// ANCHOR_END: big

/// Two nonblocking sockets that are connected.
fn pair() -> io::Result<(Rc<TcpStream>, Rc<TcpStream>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let theirs = TcpStream::connect(listener.local_addr()?)?;
    let (ours, _) = listener.accept()?;
    ours.set_nonblocking(true)?;
    theirs.set_nonblocking(true)?;
    Ok((Rc::new(ours), Rc::new(theirs)))
}
