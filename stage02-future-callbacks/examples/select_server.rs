//! One thread that waits for all of its sockets at once, in a loop that must know which is which.
//!
//! As printed, the branches of `send_message` are swapped: it answers a client that has left, and closes the server
//! when one sends.

mod clients;

use clients::two_clients;
use stage01::println;
use stage02::{Interest, Key, Selector};
use std::{
    io::{Read, Result, Write},
    net::{TcpListener, TcpStream},
    rc::Rc,
    thread,
};

/// What is monitored: every client, and the listener, which is none.
type ToMonitor = Selector<Option<Rc<TcpStream>>>;

fn accept_connect(to_monitor: &mut ToMonitor, server_socket: &TcpListener) -> Result<()> {
    let (client_socket, address) = server_socket.accept()?;
    println!("Connection from {address}");
    let client_socket = Rc::new(client_socket);
    to_monitor.register(client_socket.clone(), Interest::Read, Some(client_socket))?;
    Ok(())
}

fn send_message(to_monitor: &mut ToMonitor, key: Key) -> Result<()> {
    let Some(Some(client_socket)) = to_monitor.get(key).cloned() else {
        return Ok(());
    };
    let open = match (&*client_socket).read(&mut [0; 4096]) {
        Ok(0) | Err(_) => false, // it has left, or broken off
        Ok(_) => (&*client_socket).write_all(b"Hello world\n").is_ok(),
    };
    if !open {
        to_monitor.unregister(key)?;
    }
    Ok(())
}

/// Serves until the last client has left.
fn event_loop(to_monitor: &mut ToMonitor, server_socket: Rc<TcpListener>) -> Result<()> {
    let server = to_monitor.register(server_socket.clone(), Interest::Read, None)?;
    let mut all_left = false;
    while !all_left {
        for ready in to_monitor.select(None)? {
            if ready.key == server {
                accept_connect(to_monitor, &server_socket)?;
            } else {
                send_message(to_monitor, ready.key)?;
                all_left = to_monitor.len() == 1;
            }
        }
    }
    Ok(())
}

fn main() -> Result<()> {
    println!("[001b] select, and the listener told apart");
    let server_socket = TcpListener::bind("127.0.0.1:0")?;
    let address = server_socket.local_addr()?;
    let clients = thread::spawn(move || two_clients(address));

    let mut to_monitor = ToMonitor::new()?;
    event_loop(&mut to_monitor, Rc::new(server_socket))?;
    clients.join().expect("the clients do not panic")?;
    println!("still monitored: {}", to_monitor.len());
    println!();
    Ok(())
}
