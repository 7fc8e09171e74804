//! The echo server by requests, and three clients, in one loop and on one thread.

use stage01::{Result, co, println};
use stage04::{Asks, EventLoop, connect, echo, gather, read, spawn_named, write_all};
use std::net::{SocketAddr, TcpListener};

/// Three clients come at once. The last is the first to speak.
fn clients(server: SocketAddr) -> impl Asks {
    co(async move |y| {
        let sockets = [(); 3].map(|()| connect(server));
        let sockets = y.yield_from(gather(sockets.into())).await?;
        println!("{} clients are connected", sockets.len());
        for (socket, name) in sockets.iter().zip(["ada", "bea", "eve"]).rev() {
            let words = format!("hello from {name}");
            y.yield_from(write_all(socket, words.into())).await?;
            let heard = y.yield_from(read(socket, 100)).await?;
            println!("{name} heard: {}", String::from_utf8_lossy(&heard));
        }
        Ok(())
    })
}

fn main() -> Result {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    EventLoop::new()?.run_until_complete(co(async move |y| {
        let server = echo::server(listener);
        let server = y.yield_from(spawn_named("server", server)).await?;
        y.yield_from(clients(address)).await?;
        println!("is the server still running? {}", !server.done());
        Ok(())
    }))
}
