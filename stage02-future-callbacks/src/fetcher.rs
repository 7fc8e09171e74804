//! The turning point: the same connect as a coroutine of stage 1, which hands out a future where it has to wait.

use crate::{
    EventLoop, Future, Interest, Key, WeakEventLoop, begin_connect, catch_panic, finish_connect,
};
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result, raising,
};
use std::{
    mem,
    net::{SocketAddr, TcpStream},
    rc::Rc,
};

/// Makes coroutines that use the network: the document's `Fetcher`, given the loop.
///
/// Neither it nor its coroutines keep the loop alive: what resumes a coroutine hangs on the loop, which then owns it.
// ANCHOR: Fetcher
#[derive(Clone, Debug)]
pub struct Fetcher {
    event_loop: WeakEventLoop,
}

impl Fetcher {
    /// A fetcher whose coroutines register with this loop.
    pub fn new(event_loop: &EventLoop) -> Self {
        let event_loop = event_loop.downgrade();
        Fetcher { event_loop }
    }

    /// A coroutine that connects. Nothing happens before it is resumed.
    pub fn connect(&self, address: SocketAddr) -> Connect {
        let event_loop = self.event_loop.clone();
        Connect(State::Start {
            event_loop,
            address,
        })
    }
}
// ANCHOR_END: Fetcher

/// A coroutine that begins to connect, yields a future and, resumed again, returns the socket.
///
/// It does not know when it is resumed. The future says *when*: it is done once the connect has ended. Resumed
/// before that, it returns a socket that is not connected.
///
/// Dropped while it waits, or thrown into, it lets go of the socket.
///
/// ```
/// use stage01::{Coroutine, CoroutineState::*};
/// use stage02::{EventLoop, Fetcher};
///
/// let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
/// let event_loop = EventLoop::new()?;
/// let mut connect = Fetcher::new(&event_loop).connect(listener.local_addr()?);
/// let Yielded(future) = connect.resume(Ok(())) else { panic!("it waits") };
/// future.add_done_callback(move |future| {
///     let sent = future.result().expect("it is done");
///     assert!(matches!(connect.resume(sent), Complete(Ok(_socket))));
/// });
/// event_loop.run()?;
/// # std::io::Result::Ok(())
/// ```
///
/// # Errors
///
/// It raises whatever went wrong, such as [`ConnectionRefused`](std::io::ErrorKind::ConnectionRefused), or that the
/// loop is gone.
///
/// # Panics
///
/// `resume` panics after the end.
// ANCHOR: State
#[derive(Debug)]
pub struct Connect(State);

/// Where a [`Connect`] paused.
#[derive(Debug)]
enum State {
    /// Nothing has happened yet.
    Start {
        event_loop: WeakEventLoop,
        address: SocketAddr,
    },
    /// The system is making the connection; the future has been handed out.
    Connecting {
        socket: Rc<TcpStream>,
        _registration: Registration,
    },
    /// It has returned or raised.
    Ended,
}
// ANCHOR_END: State

// ANCHOR: Connect
impl Coroutine<Result> for Connect {
    type Yield = Future;
    type Return = Result<Rc<TcpStream>>;

    fn resume(&mut self, sent: Result) -> CoroutineState<Future, Result<Rc<TcpStream>>> {
        let state = mem::replace(&mut self.0, State::Ended);
        raising(|| {
            sent?;
            match state {
                State::Start {
                    event_loop,
                    address,
                } => {
                    let event_loop = event_loop.upgrade()?;
                    let socket = Rc::new(begin_connect(address)?);
                    let future = Future::new(&event_loop);
                    let _registration = when_writable(&event_loop, socket.clone(), future.clone())?;
                    self.0 = State::Connecting {
                        socket,
                        _registration,
                    };
                    Ok(Yielded(future))
                }
                State::Connecting { socket, .. } => {
                    finish_connect(&socket)?;
                    Ok(Complete(Ok(socket)))
                }
                State::Ended => panic!("a connect was resumed after its end"),
            }
        })
    }
}
// ANCHOR_END: Connect

/// Sets the future when the socket becomes writable: the document's `on_connected`.
// ANCHOR: when_writable
fn when_writable(
    event_loop: &EventLoop,
    socket: Rc<TcpStream>,
    future: Future,
) -> Result<Registration> {
    let key = event_loop.register(socket, Interest::Write, move |event_loop, ready| {
        let _ = event_loop.unregister(ready.key);
        let _ = future.set_result(());
    })?;
    let event_loop = event_loop.downgrade();
    Ok(Registration { event_loop, key })
}
// ANCHOR_END: when_writable

/// Ends when it is dropped.
// ANCHOR: Registration
#[derive(Debug)]
struct Registration {
    event_loop: WeakEventLoop,
    key: Key,
}

impl Drop for Registration {
    fn drop(&mut self) {
        let unregister = || self.event_loop.upgrade()?.unregister(self.key);
        let _ = catch_panic(unregister); // an observer is told, and may panic
    }
}
// ANCHOR_END: Registration
