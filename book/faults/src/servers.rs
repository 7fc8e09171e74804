//! The servers that no stage has: a naive one without any guard, and one of stage 3's tasks.

use stage02::{EventLoop, Interest, Ready};
use std::{
    cell::Cell,
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
    panic::resume_unwind,
    rc::Rc,
};

/// Serves every client as a task of stage 3.
pub(crate) fn tasks(listener: TcpListener, stop: TcpStream) -> io::Result<()> {
    on_callbacks(listener, stop, |event_loop, accepted| {
        if let Ok(client) = accepted {
            let task = six_loops::task::echo(event_loop, nonblocking(client));
            task.future()
                .add_done_callback(|ended| drop(ended.result())); // a broken connection is no news
        }
    })
}

pub(crate) fn nonblocking(client: TcpStream) -> TcpStream {
    client.set_nonblocking(true).expect("it is open");
    client
}

/// Serves every client from a callback, without any guard: each error ends the server, and a client that does not read
/// makes it wait.
pub(crate) fn naive(listener: TcpListener, stop: TcpStream) -> io::Result<()> {
    on_callbacks(listener, stop, |event_loop, accepted| {
        let client = Rc::new(or_end(accepted));
        let socket = client.clone();
        let echo = move |event_loop: &EventLoop, ready: Ready| {
            let mut chunk = [0; 1024];
            let length = or_end((&*socket).read(&mut chunk));
            or_end((&*socket).write_all(&chunk[..length]));
            if length == 0 {
                or_end(event_loop.unregister(ready.key));
            }
        };
        or_end(event_loop.register(client, Interest::Read, echo));
    })
}

/// As `expect`, which would print more than the error is worth.
fn or_end<T>(result: io::Result<T>) -> T {
    result.unwrap_or_else(|error| resume_unwind(Box::new(error)))
}

/// Hands every client to `serve`, or the reason why there is none, on stage 2's loop.
pub(crate) fn on_callbacks(
    listener: TcpListener,
    stop: TcpStream,
    serve: impl Fn(&EventLoop, io::Result<TcpStream>) + 'static,
) -> io::Result<()> {
    let event_loop = EventLoop::new()?;
    let stopped = Rc::new(Cell::new(false));
    let stopping = stopped.clone();
    event_loop.register(Rc::new(stop), Interest::Read, move |_, _| {
        stopping.set(true);
    })?;
    listener.set_nonblocking(true)?;
    let listener = Rc::new(listener);
    let accepting = listener.clone();
    event_loop.register(listener, Interest::Read, move |event_loop, _| {
        serve(event_loop, accepting.accept().map(|(client, _)| client));
    })?;
    while !stopped.get() {
        event_loop.run_once()?;
    }
    Ok(())
}
