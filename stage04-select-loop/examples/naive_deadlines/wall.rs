//! Before the loop knows the time: a task that blocks, and a task that asks.

use stage01::{Result, co, println};
use stage04::{EventLoop, read, spawn, yield_now};
use std::{
    io::Write,
    net::{TcpListener, TcpStream},
    rc::Rc,
    thread,
    time::{Duration, Instant},
};

const NAP: Duration = Duration::from_millis(200);

/// A client that has sent its bytes already.
fn client() -> Result<(Rc<TcpStream>, TcpStream)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let mut client = TcpStream::connect(listener.local_addr()?)?;
    client.write_all(b"hello")?;
    let server = listener.accept()?.0;
    server.set_nonblocking(true)?;
    Ok((Rc::new(server), client))
}

// ANCHOR: blocks
/// One task sleeps. Another has a client, whose bytes are there already.
pub(crate) fn blocks() -> Result {
    let (server, _client) = client()?;
    let begin = Instant::now();
    EventLoop::new()?.run_until_complete(co(async move |y| {
        let sleeper = co(async |_| {
            thread::sleep(NAP);
            Ok(())
        });
        y.yield_from(spawn(sleeper)).await?;
        y.yield_from(read(&server, 100)).await?;
        println!(
            "the client waited for ≈ {:.2} s",
            begin.elapsed().as_secs_f64()
        );
        Ok(())
    }))
}
// ANCHOR_END: blocks

// ANCHOR: asks
/// A task gives up its turn until the time has come.
pub(crate) fn asks() -> Result {
    let begin = Instant::now();
    let turns = EventLoop::new()?.run_until_complete(co(async move |y| {
        let mut turns = 0;
        while begin.elapsed() < NAP {
            y.yield_from(yield_now()).await?;
            turns += 1;
        }
        Ok(turns)
    }))?;
    println!("one sleep of 0.2 s; turns of the loop: ≈ {turns}");
    Ok(())
}
// ANCHOR_END: asks
