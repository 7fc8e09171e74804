//! Sockets, by trying.

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Result, Routine, co, println,
};
use stage05::{AioSocket, Loop, Task, gather, until, yield_now};
use std::{
    cell::Cell,
    io::{self, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    rc::Rc,
    sync::mpsc::{Receiver, channel},
    thread::{self, JoinHandle},
};

/// Any free port of this machine.
const ANY: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// Where the server listens, once it does.
type Listening = Rc<Cell<Option<SocketAddr>>>;

fn server_coro(listening: Listening) -> impl Task {
    co(async move |y| {
        let server = AioSocket::new()?;
        server.bind(ANY)?;
        server.listen()?;
        listening.set(Some(server.local_addr()?));
        let client = y.yield_from(server.accept()).await?;
        let mut message = y.yield_from(client.recv(1024)).await?;
        println!("Received from client {}", shown(&message));
        message.reverse();
        y.yield_from(client.send_all(&message)).await
    })
}

/// The document's client knows the port, and connects too early if it takes the first step. This one waits until the server listens: a
/// wait that the program defines itself.
fn client_coro(listening: Listening) -> impl Task {
    co(async move |y| {
        let client = AioSocket::new()?;
        let server = y.yield_from(until(|| listening.get())).await?;
        y.yield_from(client.connect(server)).await?;
        y.yield_from(client.send_all(b"Hello World!")).await?;
        let message = y.yield_from(client.recv(1024)).await?;
        println!("Received from server {}", shown(&message));
        Ok(())
    })
}

fn shown(bytes: &[u8]) -> String {
    format!("b'{}'", String::from_utf8_lossy(bytes))
}

/// A listener, and a socket that connects to it.
fn bind_listen_connect() -> impl Task {
    co(async |y| {
        let (server, client) = (AioSocket::new()?, AioSocket::new()?);
        server.bind(ANY)?;
        println!("bound");
        server.listen()?;
        println!("listening");
        y.yield_from(client.connect(server.local_addr()?)).await?;
        println!("connected");
        Ok(())
    })
}

/// A client in another thread: it sends when it is told to, and gives what it hears until the end.
fn peer(server: SocketAddr, told: Receiver<()>) -> JoinHandle<io::Result<Vec<u8>>> {
    thread::spawn(move || {
        let mut socket = TcpStream::connect(server)?;
        let _ = told.recv();
        socket.write_all(b"ping")?;
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).map(|_| answer)
    })
}

fn accept_recv_send(server: AioSocket) -> impl Task {
    co(async move |y| {
        let client = y.yield_from(server.accept()).await?;
        println!("accepted");
        let heard = y.yield_from(client.recv(100)).await?;
        println!("recv {}", shown(&heard));
        println!("send {}", y.yield_from(client.send(b"pong!")).await?);
        Ok(())
    })
}

/// While the server waits for the peer to speak, another task counts its steps.
fn one_round_trip() -> Result {
    let server = AioSocket::new()?;
    server.bind(ANY)?;
    server.listen()?;
    let (speak, told) = channel::<()>();
    let peer = peer(server.local_addr()?, told);
    let steps = Rc::new(Cell::new(0));
    let counter = steps.clone();
    let event_loop = Loop::new();
    event_loop.add_task(co(async move |y| -> Result {
        while counter.replace(counter.get() + 1) < 1001 {
            y.yield_from(yield_now()).await?;
        }
        drop(speak); // only now does the peer speak
        Ok(())
    }));
    event_loop.run_task(accept_recv_send(server))?;
    let answer = peer.join().expect("the peer does not panic")?;
    println!("peer got {}", shown(&answer));
    let kept = steps.get() > 1000;
    println!("loop kept running other tasks while waiting (spins > 1000): {kept}");
    Ok(())
}

/// How many descriptors this process has open. Only Linux can be asked.
fn descriptors() -> Option<usize> {
    let list = std::fs::read_dir("/proc/self/fd").ok()?;
    Some(list.count())
}

fn used_since(before: Option<usize>) -> String {
    let used = descriptors().zip(before).map(|(now, before)| now - before);
    used.map_or("only Linux can tell".into(), |used| used.to_string())
}

/// True if a task fails in its first step.
fn raised<T>(mut task: impl Task<T>) -> bool {
    matches!(task.resume(Ok(())), Complete(Err(_)))
}

fn one_descriptor() -> Result {
    let before = descriptors();
    let socket = AioSocket::new()?;
    println!("fds used by one AIOSocket: {}", used_since(before));
    for (name, at_once) in [
        ("recv", raised(socket.recv(1))),
        ("send", raised(socket.send(b"x"))),
    ] {
        println!("{name} on a fresh TCP socket: an error at once = {at_once}");
    }
    drop(socket);
    println!("fds still open after close: {}", used_since(before));
    Ok(())
}

fn the_factory() -> Result {
    let socket = AioSocket::new()?;
    socket.bind(ANY)?;
    socket.listen()?;
    let family = if socket.local_addr()?.is_ipv4() {
        "AF_INET"
    } else {
        "AF_INET6"
    };
    let blocking = !matches!(socket.accept().resume(Ok(())), Yielded(()));
    println!("AIOSocket {family} SOCK_STREAM blocking = {blocking}");
    Ok(())
}

fn both(client_first: bool) -> Result {
    let listening = Listening::default();
    let mut tasks: Vec<Routine<()>> = vec![
        Box::new(server_coro(listening.clone())),
        Box::new(client_coro(listening)),
    ];
    if client_first {
        tasks.reverse();
    }
    Loop::new().run_task(gather(tasks)).map(drop)
}

fn main() -> Result {
    println!("[003p] one socket, one descriptor");
    one_descriptor()?;
    println!("\n[003q] bind, listen, connect");
    Loop::new().run_task(bind_listen_connect())?;
    println!("\n[003r] accept, recv, send");
    one_round_trip()?;
    println!("\n[003s] the factory");
    the_factory()?;
    println!("\n[003t] server and client in one loop");
    both(false)?;
    println!("\nthe client first, in the same gather:");
    both(true)
}
