//! The turning point: a connect that is a coroutine, and yields a future. What resumes it, and when?

use socket2::{Domain, Socket, Type};
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result, println,
};
use stage02::{EventLoop, Fetcher, Future, begin_connect};
use std::{
    io,
    net::{SocketAddr, TcpListener, TcpStream},
    rc::Rc,
};

fn main() -> Result {
    too_early()?;
    when_it_is_done()
}

/// "If we just go on calling `send()`", as the document says.
fn too_early() -> Result {
    println!("resumed twice in a row:");
    let (address, _busy) = busy_server()?;
    let event_loop = EventLoop::new()?;
    let mut connect = Fetcher::new(&event_loop).connect(address);
    let Yielded(future) = shown(connect.resume(Ok(()))) else {
        return Ok(());
    };
    println!("  is the future done? {}", future.done());
    shown(connect.resume(Ok(())));
    Ok(())
}

/// The future knows when. Its callback is what resumes the coroutine.
// ANCHOR: when_it_is_done
fn when_it_is_done() -> Result {
    println!("resumed by the future's callback:");
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let event_loop = EventLoop::new()?;
    let mut connect = Fetcher::new(&event_loop).connect(listener.local_addr()?);
    let Yielded(future) = shown(connect.resume(Ok(()))) else {
        return Ok(());
    };
    println!("  is the future done? {}", future.done());
    future.add_done_callback(move |future| {
        println!("  is the future done? {}", future.done());
        if let Some(result) = future.result() {
            shown(connect.resume(result));
        }
    });
    println!("  the loop runs");
    Ok(event_loop.run()?)
}
// ANCHOR_END: when_it_is_done

/// Prints what a turn gave, and passes it on.
fn shown(
    turn: CoroutineState<Future, Result<Rc<TcpStream>>>,
) -> CoroutineState<Future, Result<Rc<TcpStream>>> {
    match &turn {
        Yielded(_) => println!("  it yields a future"),
        Complete(Ok(socket)) => {
            let connected = socket.peer_addr().is_ok();
            println!("  it returns a socket; is that connected? {connected}");
        }
        Complete(Err(error)) => println!("  it raises {error}"),
    }
    turn
}

/// A server whose queue of clients is full, so that a connect to it takes a while; and what fills the queue.
fn busy_server() -> io::Result<(SocketAddr, (Socket, Vec<TcpStream>))> {
    let server = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    server.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into())?;
    server.listen(0)?;
    let address = server
        .local_addr()?
        .as_socket()
        .expect("it is an IPv4 address");
    let mut queue = vec![begin_connect(address)?];
    while queue.len() < 16 && queue.iter().all(|client| client.peer_addr().is_ok()) {
        queue.push(begin_connect(address)?);
    }
    Ok((address, (server, queue)))
}
