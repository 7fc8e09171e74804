//! A server that is told to stop, in virtual time: `cargo run -p stage04 --example naive_shutdown -- PROGRAM VERSION`.
#![allow(unreachable_pub)]

mod at_once;
#[allow(dead_code, unused_imports)]
#[path = "../../solutions/e6_shutdown.rs"]
mod ours;
mod waits;

use ours::{Connection, Listener};
use stage01::{Result, Routine, Yielder, co, println};
use stage04::{EventLoop, Request, Simulated, Stream, now, readable, sleep};
use std::{cell::RefCell, env, io, time::Duration};

fn main() -> Result {
    let args: Vec<String> = env::args().skip(1).collect();
    let [program, version] = &args[..] else {
        println!("name a program and a version: reply, silent; at_once, waits, ours");
        return Ok(());
    };
    let connections = match program.as_str() {
        "reply" => vec![reply()],
        "silent" => vec![reply(), silent()],
        _ => return Err(io::Error::other("no such program").into()),
    };
    let listener = Clients(RefCell::new(connections));
    let stop = sleep(Duration::from_secs(1));
    let mut event_loop = EventLoop::with(Simulated::new());
    match version.as_str() {
        "at_once" => event_loop.run_until_complete(at_once::serve(listener, stop))?,
        "waits" => {
            let served = event_loop.run_until_complete(waits::serve(listener, stop));
            if let Err(error) = served {
                println!("the server cannot stop: {error}");
                return Ok(());
            }
        }
        "ours" => {
            let grace = Duration::from_secs(10);
            let cut = event_loop.run_until_complete(ours::serve(listener, stop, grace))?;
            println!("connections that were cut: {cut}");
        }
        _ => return Err(io::Error::other("no such version").into()),
    }
    println!(
        "the server has stopped, at {:?}",
        stage04::World::now(event_loop.world())
    );
    Ok(())
}

/// These clients come at once, and then no more.
struct Clients(RefCell<Vec<Connection>>);

impl Listener for Clients {
    fn accept(&self) -> Routine<Request, Connection> {
        let next = self.0.borrow_mut().pop();
        Box::new(co(async move |y: Yielder<Request>| match next {
            Some(connection) => Ok(connection),
            None => loop {
                y.yield_from(readable(&Stream::never("listener"))).await?;
            },
        }))
    }
}

// ANCHOR: reply
/// Sends a reply in three parts, one a second.
fn reply() -> Connection {
    Box::new(co(async |y: Yielder<Request>| {
        for part in 1..=3 {
            y.yield_from(sleep(Duration::from_secs(1))).await?;
            println!("{:?}: part {part} of 3", y.yield_from(now()).await?);
        }
        Ok(())
    }))
}
// ANCHOR_END: reply

// ANCHOR: silent
/// Waits for a client that is connected and says nothing.
fn silent() -> Connection {
    Box::new(co(async |y: Yielder<Request>| {
        let waited = y.yield_from(readable(&Stream::never("client"))).await;
        println!("{:?}: goodbye", y.yield_from(now()).await?);
        waited
    }))
}
// ANCHOR_END: silent
