//! Faults of servers with one thread and nonblocking sockets. All of them also spin.

use std::{
    io::{self, ErrorKind, Read, Write},
    net::{TcpListener, TcpStream},
};

type Outcome = io::Result<()>;

/// Writes without waiting, and does not look at how much was written.
pub(crate) fn ignores_partial_writes(listener: TcpListener, stop: TcpStream) -> Outcome {
    in_turns(listener, stop, |clients| {
        clients.retain(|client| turn(client, |mut client, bytes| client.write(bytes).map(drop)));
        Ok(())
    })
}

/// Takes a socket that is full for one that is broken.
pub(crate) fn hangs_up_when_full(listener: TcpListener, stop: TcpStream) -> Outcome {
    in_turns(listener, stop, |clients| {
        clients.retain(|client| {
            turn(client, |mut client, bytes| match client.write(bytes) {
                Ok(n) if n == bytes.len() => Ok(()),
                _ => Err(ErrorKind::WriteZero.into()),
            })
        });
        Ok(())
    })
}

/// Waits for a client that does not read, and keeps all others waiting.
pub(crate) fn waits_for_one_client(listener: TcpListener, stop: TcpStream) -> Outcome {
    in_turns(listener, stop, |clients| {
        clients.retain(|client| turn(client, write_all_blocking));
        Ok(())
    })
}

/// Removes the client at the wrong place of its list.
pub(crate) fn removes_the_wrong_client(listener: TcpListener, stop: TcpStream) -> Outcome {
    in_turns(listener, stop, |clients| {
        if clients
            .iter()
            .any(|client| !turn(client, write_all_blocking))
        {
            clients.remove(0);
        }
        Ok(())
    })
}

/// One thread and nonblocking sockets: accepts, then gives all clients their turn, again and again.
fn in_turns(
    listener: TcpListener,
    stop: TcpStream,
    turns: fn(&mut Vec<TcpStream>) -> Outcome,
) -> Outcome {
    listener.set_nonblocking(true)?;
    stop.set_nonblocking(true)?;
    let mut clients = Vec::new();
    while stop
        .peek(&mut [0])
        .is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
    {
        if let Ok((client, _)) = listener.accept() {
            client.set_nonblocking(true)?;
            clients.push(client);
        }
        turns(&mut clients)?;
    }
    Ok(())
}

/// Echoes what one client has sent by now. Whether it is still there.
fn turn(mut client: &TcpStream, write: fn(&TcpStream, &[u8]) -> Outcome) -> bool {
    let mut buffer = [0; 64 * 1024];
    let echoed = match client.read(&mut buffer) {
        Ok(0) => return false,
        Ok(n) => write(client, &buffer[..n]),
        Err(error) => Err(error),
    };
    echoed.map_or_else(|error| error.kind() == ErrorKind::WouldBlock, |()| true)
}

fn write_all_blocking(mut client: &TcpStream, bytes: &[u8]) -> Outcome {
    client.set_nonblocking(false)?;
    client.write_all(bytes)?;
    client.set_nonblocking(true)
}
