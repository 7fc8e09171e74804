//! Servers with one fault each, as people write them.

pub(crate) use crate::{
    designs::{never_waits, one_at_a_time},
    turns::*,
};

use crate::designs::{accept_until, each_on_a_thread, echo};
use std::{
    io::{self, BufRead, BufReader, BufWriter, ErrorKind, Read, Write},
    mem,
    net::{Shutdown, TcpListener, TcpStream},
    sync::mpsc::channel,
    thread,
};

type Outcome = io::Result<()>;

/// Takes an error of one client for its own.
pub(crate) fn dies_of_a_reset(listener: TcpListener, stop: TcpStream) -> Outcome {
    accept_until(listener, stop, |client| echo(&client))
}

/// Asks a new connection where it comes from; one that was reset does not know.
#[cfg(unix)]
pub(crate) fn logs_addresses(listener: TcpListener, stop: TcpStream) -> Outcome {
    accept_until(listener, stop, |client| {
        println!("connection from {}", client.peer_addr()?);
        let _ = echo(&client);
        Ok(())
    })
}

/// Expects that whoever connects has something to say.
pub(crate) fn expects_a_first_byte(listener: TcpListener, stop: TcpStream) -> Outcome {
    accept_until(listener, stop, |mut client| {
        let mut first = [0];
        client.read_exact(&mut first)?;
        let _ = client.write_all(&first).and_then(|()| echo(&client));
        Ok(())
    })
}

/// Sends the whole buffer back, not only what was read into it.
pub(crate) fn sends_the_whole_buffer(listener: TcpListener, stop: TcpStream) -> Outcome {
    each_on_a_thread(listener, stop, |mut client| {
        let mut buffer = [0; 1024];
        while client.read(&mut buffer)? > 0 {
            client.write_all(&buffer)?;
        }
        Ok(())
    })
}

/// A buffer of 64 KiB for the whole conversation.
pub(crate) fn has_a_largest_message(listener: TcpListener, stop: TcpStream) -> Outcome {
    each_on_a_thread(listener, stop, |mut client| {
        let mut messages = client.take(64 * 1024);
        io::copy(&mut messages, &mut client).map(drop)
    })
}

/// Gathers small writes into large ones, and flushes at the end.
pub(crate) fn never_flushes(listener: TcpListener, stop: TcpStream) -> Outcome {
    each_on_a_thread(listener, stop, |mut client| {
        let mut writer = BufWriter::new(client);
        let mut buffer = [0; 1024];
        loop {
            match client.read(&mut buffer)? {
                0 => return writer.flush(),
                n => writer.write_all(&buffer[..n])?,
            }
        }
    })
}

/// Echoes lines.
pub(crate) fn waits_for_lines(listener: TcpListener, stop: TcpStream) -> Outcome {
    each_on_a_thread(listener, stop, |mut client| {
        let mut lines = BufReader::new(client);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line)? > 0 {
            client.write_all(&line)?;
            line.clear();
        }
        Ok(())
    })
}

/// Reads on one thread and writes on another, with a queue between them that has no bound.
pub(crate) fn has_an_unbounded_queue(listener: TcpListener, stop: TcpStream) -> Outcome {
    each_on_a_thread(listener, stop, |client| through_a_queue(client, |_| Ok(())))
}

/// The same, but the end of the input closes the connection at once, whatever the queue still holds.
pub(crate) fn drops_the_tail(listener: TcpListener, stop: TcpStream) -> Outcome {
    each_on_a_thread(listener, stop, |client| {
        through_a_queue(client, |client| client.shutdown(Shutdown::Both))
    })
}

fn through_a_queue(mut client: &TcpStream, at_the_end: fn(&TcpStream) -> Outcome) -> Outcome {
    thread::scope(|scope| {
        let (queue, queued) = channel::<Vec<u8>>();
        scope.spawn(move || {
            let mut client = client;
            queued.iter().try_for_each(|bytes| client.write_all(&bytes))
        });
        let mut buffer = [0; 64 * 1024];
        loop {
            match client.read(&mut buffer)? {
                0 => return at_the_end(client),
                n => drop(queue.send(buffer[..n].to_vec())),
            }
        }
    })
}

/// Another handle on the connection survives, so that the client never sees its end.
pub(crate) fn keeps_the_connection(listener: TcpListener, stop: TcpStream) -> Outcome {
    each_on_a_thread(listener, stop, |client| {
        mem::forget(client.try_clone()?);
        echo(client)
    })
}

/// Ends the connection, but keeps its descriptor.
pub(crate) fn keeps_the_descriptor(listener: TcpListener, stop: TcpStream) -> Outcome {
    each_on_a_thread(listener, stop, |client| {
        mem::forget(client.try_clone()?);
        echo(client)?;
        client.shutdown(Shutdown::Both)
    })
}

/// Greets whoever connects.
pub(crate) fn greets(listener: TcpListener, stop: TcpStream) -> Outcome {
    each_on_a_thread(listener, stop, |mut client| {
        client.write_all(b"hello\n")?;
        echo(client)
    })
}

/// Takes the end of the input for one more message, again and again.
pub(crate) fn answers_the_end_for_ever(listener: TcpListener, stop: TcpStream) -> Outcome {
    each_on_a_thread(listener, stop, |mut client| {
        let mut buffer = [0; 1024];
        loop {
            match client.read(&mut buffer)? {
                0 => client.write_all(b"\n")?,
                n => client.write_all(&buffer[..n])?,
            }
        }
    })
}

/// Does not look at `stop`.
pub(crate) fn never_stops(listener: TcpListener, _stop: TcpStream) -> Outcome {
    for client in listener.incoming() {
        let client = client?;
        thread::spawn(move || echo(&client));
    }
    Ok(())
}

/// Stops only when the last client has gone.
pub(crate) fn waits_for_its_clients(listener: TcpListener, stop: TcpStream) -> Outcome {
    thread::scope(|scope| {
        accept_until(listener, stop, |client| {
            scope.spawn(move || echo(&client));
            Ok(())
        })
    })
}

/// Stops, and leaves the threads of its clients running.
pub(crate) fn leaves_its_clients(listener: TcpListener, stop: TcpStream) -> Outcome {
    accept_until(listener, stop, |client| {
        thread::spawn(move || echo(&client));
        Ok(())
    })
}

/// Reports the stop as an error.
pub(crate) fn stops_with_an_error(listener: TcpListener, stop: TcpStream) -> Outcome {
    each_on_a_thread(listener, stop, echo)?;
    Err(ErrorKind::Interrupted.into())
}

/// Gives its listener back too late: never.
pub(crate) fn keeps_its_listener(listener: TcpListener, stop: TcpStream) -> Outcome {
    mem::forget(listener.try_clone()?);
    each_on_a_thread(listener, stop, echo)
}

/// Panics in the thread that accepts.
pub(crate) fn panics(listener: TcpListener, stop: TcpStream) -> Outcome {
    accept_until(listener, stop, |client| {
        echo(&client).expect("a client never fails");
        Ok(())
    })
}
