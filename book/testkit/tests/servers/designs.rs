//! Servers without a fault: one that conforms, and two whose design cannot.

use std::{
    collections::HashMap,
    io::{self, ErrorKind, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

/// A thread per connection, and a stop that reaches all of them.
pub(crate) fn a_thread_each(listener: TcpListener, stop: TcpStream) -> io::Result<()> {
    each_on_a_thread(listener, stop, echo)
}

/// Serves a client to its end before it accepts the next.
pub(crate) fn one_at_a_time(listener: TcpListener, stop: TcpStream) -> io::Result<()> {
    accept_until(listener, stop, |client| {
        let _ = echo(&client);
        Ok(())
    })
}

/// Asks every socket in turn, all the time.
pub(crate) fn never_waits(listener: TcpListener, stop: TcpStream) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    stop.set_nonblocking(true)?;
    let mut clients = Vec::new();
    while stop.peek(&mut [0]).is_err_and(|error| would_block(&error)) {
        if let Ok((client, _)) = listener.accept() {
            client.set_nonblocking(true)?;
            clients.push((client, Vec::new()));
        }
        clients.retain_mut(|(client, unsent)| match turn(client, unsent) {
            Ok(open) => open,
            Err(error) => would_block(&error),
        });
    }
    Ok(())
}

/// Sends what is left to be sent; reads only when nothing is. Whether the client is still there.
fn turn(client: &mut TcpStream, unsent: &mut Vec<u8>) -> io::Result<bool> {
    if unsent.is_empty() {
        let mut buffer = [0; 8192];
        let read = client.read(&mut buffer)?;
        unsent.extend(&buffer[..read]);
    }
    let sent = client.write(unsent)?;
    unsent.drain(..sent);
    Ok(sent > 0)
}

fn would_block(error: &io::Error) -> bool {
    error.kind() == ErrorKind::WouldBlock
}

/// Sends back what comes, to the end.
pub(crate) fn echo(mut client: &TcpStream) -> io::Result<()> {
    let mut buffer = [0; 8192];
    loop {
        match client.read(&mut buffer)? {
            0 => return Ok(()),
            n => client.write_all(&buffer[..n])?,
        }
    }
}

/// Runs `echo` on a thread for each client. Stopping shuts all connections down, which frees the threads that read or write.
pub(crate) fn each_on_a_thread(
    listener: TcpListener,
    stop: TcpStream,
    echo: fn(&TcpStream) -> io::Result<()>,
) -> io::Result<()> {
    let open = Mutex::new(HashMap::new());
    thread::scope(|scope| {
        let mut number = 0;
        let accepting = accept_until(listener, stop, |client| {
            number += 1;
            let (id, client) = (number, Arc::new(client));
            open.lock().expect("the list").insert(id, client.clone());
            let open = &open;
            scope.spawn(move || {
                let _ = echo(&client);
                open.lock().expect("the list").remove(&id);
            });
            Ok(())
        });
        for client in open.lock().expect("the list").values() {
            let _ = client.shutdown(Shutdown::Both);
        }
        accepting
    })
}

/// Hands each new client to `client` until `stop` ends; then a last connection, its own, wakes the accept call.
pub(crate) fn accept_until(
    listener: TcpListener,
    mut stop: TcpStream,
    mut client: impl FnMut(TcpStream) -> io::Result<()>,
) -> io::Result<()> {
    let address = listener.local_addr()?;
    let stopping = Arc::new(AtomicBool::new(false));
    let stopped = stopping.clone();
    thread::spawn(move || {
        let _ = stop.read(&mut [0]);
        stopped.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(address);
    });
    for accepted in listener.incoming() {
        if stopping.load(Ordering::SeqCst) {
            break;
        }
        if let Ok(accepted) = accepted {
            client(accepted)?;
        }
    }
    Ok(())
}
