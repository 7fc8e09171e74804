//! The same server with callbacks: each socket is registered together with what to do, and the loop knows nothing.
//!
//! As printed, two of its lines are glued onto comments, and a client that resets its connection ends the loop. It sends to
//! blocking sockets: a client that does not read stops all others. `stage02::echo::callbacks` fixes that too.

mod clients;

use clients::two_clients;
use stage01::println;
use stage02::{EventLoop, Interest, Ready};
use std::{
    io::{Read, Result, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    rc::Rc,
    thread,
};

fn server(event_loop: &EventLoop) -> Result<SocketAddr> {
    let server_socket = Rc::new(TcpListener::bind("127.0.0.1:0")?);
    let address = server_socket.local_addr()?;
    event_loop.register(
        server_socket.clone(),
        Interest::Read,
        move |event_loop, _| {
            let _ = accept_connect(event_loop, &server_socket); // the client may have gone
        },
    )?;
    Ok(address)
}

// ANCHOR: accept_connect
fn accept_connect(event_loop: &EventLoop, server_socket: &TcpListener) -> Result<()> {
    let (client_socket, address) = server_socket.accept()?;
    println!("Connection from {address}");
    let client_socket = Rc::new(client_socket);
    event_loop.register(
        client_socket.clone(),
        Interest::Read,
        move |event_loop, ready| {
            if send_message(event_loop, ready, &client_socket).is_err() {
                let _ = event_loop.unregister(ready.key); // it broke off: the others go on
            }
        },
    )?;
    Ok(())
}
// ANCHOR_END: accept_connect

fn send_message(event_loop: &EventLoop, ready: Ready, mut client_socket: &TcpStream) -> Result<()> {
    match client_socket.read(&mut [0; 4096])? {
        0 => event_loop.unregister(ready.key),
        _ => client_socket.write_all(b"Hello world\n"),
    }
}

fn main() -> Result<()> {
    println!("[001c] a callback for each socket");
    let event_loop = EventLoop::new()?;
    let address = server(&event_loop)?;
    let clients = thread::spawn(move || two_clients(address));

    event_loop.run_once()?; // the first client comes
    while event_loop.registered() > 1 {
        event_loop.run_once()?; // until the last one leaves
    }
    clients.join().expect("the clients do not panic")?;
    println!("still registered: {}", event_loop.registered());
    println!();
    Ok(())
}
