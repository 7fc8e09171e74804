//! What the tests of this stage share.
#![allow(dead_code)]

use stage01::{Exception, Result};
use stage02::EventLoop;
use stage03::Task;
use std::{
    cell::RefCell,
    io::Read,
    net::{SocketAddr, TcpListener, TcpStream},
    rc::Rc,
    thread::{self, JoinHandle},
    time::Duration,
};

/// Runs a check that must not hang.
pub(crate) fn promptly<T: Send + 'static>(
    awaited: &str,
    check: impl FnOnce() -> T + Send + 'static,
) -> T {
    testkit::within(Duration::from_secs(20), awaited, check)
}

/// What a task ended with.
pub(crate) fn result<T: Clone + 'static>(task: &Task<T>) -> Result<T> {
    task.future().result().expect("the task has not ended")
}

/// What happened, in order, as several parties wrote it down.
#[derive(Clone, Default)]
pub(crate) struct Log(Rc<RefCell<Vec<String>>>);

impl Log {
    pub(crate) fn note(&self, line: impl ToString) {
        self.0.borrow_mut().push(line.to_string());
    }

    /// Everything since the last time.
    pub(crate) fn take(&self) -> Vec<String> {
        self.0.take()
    }
}

/// A loop that notes which exceptions it is told about.
pub(crate) fn noting() -> (EventLoop, Log) {
    let event_loop = EventLoop::new().unwrap();
    let told = Log::default();
    let noted = told.clone();
    event_loop.set_exception_handler(move |error: &Exception| noted.note(error));
    (event_loop, told)
}

/// Two sockets that are connected to each other; the first is nonblocking.
pub(crate) fn pair() -> (Rc<TcpStream>, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let theirs = TcpStream::connect(listener.local_addr().expect("bound")).expect("a listener");
    let (ours, _) = listener.accept().expect("a client");
    ours.set_nonblocking(true)
        .expect("a socket can be nonblocking");
    (Rc::new(ours), theirs)
}

/// An address where nobody listens; nobody else can come to listen while the socket is kept.
pub(crate) fn refused() -> (socket2::Socket, SocketAddr) {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None)
        .expect("a descriptor");
    let any: SocketAddr = ([127, 0, 0, 1], 0).into();
    socket.bind(&any.into()).expect("loopback");
    let address = socket
        .local_addr()
        .expect("bound")
        .as_socket()
        .expect("IPv4");
    (socket, address)
}

/// A server for one client.
pub(crate) fn serve_one<T: Send + 'static>(
    serve: impl FnOnce(TcpStream) -> T + Send + 'static,
) -> (SocketAddr, JoinHandle<T>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let address = listener.local_addr().expect("bound");
    let server = thread::spawn(move || serve(listener.accept().expect("a client").0));
    (address, server)
}

/// Reads a request up to its empty line.
pub(crate) fn request(mut client: &TcpStream) -> String {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        client.read_exact(&mut byte).expect("a request");
        request.extend(byte);
    }
    String::from_utf8(request).expect("text")
}
