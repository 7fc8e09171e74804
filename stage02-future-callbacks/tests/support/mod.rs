//! What the tests of this stage share.
#![allow(dead_code)]

use stage02::echo;
use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
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

/// Two sockets that are connected to each other; the first is nonblocking.
pub(crate) fn pair() -> (Rc<TcpStream>, TcpStream) {
    let (ours, theirs) = blocking_pair();
    ours.set_nonblocking(true)
        .expect("a socket can be nonblocking");
    (Rc::new(ours), theirs)
}

/// A socket that is readable by now, and its peer.
pub(crate) fn readable() -> (Rc<TcpStream>, TcpStream) {
    let (socket, mut peer) = pair();
    peer.write_all(b"x").unwrap();
    socket.set_nonblocking(false).unwrap();
    socket.peek(&mut [0]).unwrap();
    socket.set_nonblocking(true).unwrap();
    (socket, peer)
}

pub(crate) fn blocking_pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let address = listener.local_addr().expect("bound");
    let theirs = TcpStream::connect(address).expect("a listener");
    let (ours, _) = listener.accept().expect("a client");
    (ours, theirs)
}

pub(crate) type Serve = fn(TcpListener, TcpStream) -> io::Result<()>;

/// The servers that wait for many clients at once.
pub(crate) const CONCURRENT: [(&str, Serve); 3] = [
    ("threads", echo::threads::serve),
    ("select", echo::select::serve),
    ("callbacks", echo::callbacks::serve),
];

/// A server on a thread; dropping `stop` stops it.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) stop: TcpStream,
    pub(crate) server: JoinHandle<io::Result<()>>,
}

pub(crate) fn start(serve: Serve) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let address = listener.local_addr().expect("bound");
    let (stop, stopped) = blocking_pair();
    let server = thread::spawn(move || serve(listener, stopped));
    Running {
        address,
        stop,
        server,
    }
}

impl Running {
    pub(crate) fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).expect("the server listens")
    }

    /// Stops it, and waits until it has returned.
    pub(crate) fn stop(self) {
        drop(self.stop);
        self.server.join().expect("no panic").expect("no error");
    }
}

/// One message, there and back.
pub(crate) fn round_trip(mut client: &TcpStream, words: &str) {
    client
        .write_all(words.as_bytes())
        .expect("the server reads");
    let mut answer = vec![0; words.len()];
    client.read_exact(&mut answer).expect("the server answers");
    assert_eq!(answer, words.as_bytes());
}

/// A server as a process of its own; killed when the test ends, well or badly.
pub(crate) struct Process(pub(crate) Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// `program serve`, and the address where it listens.
pub(crate) fn serving(program: &str) -> (Process, String) {
    let mut server = Command::new(program)
        .arg("serve")
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut line = String::new();
    let stdout = server.stdout.take().expect("it is piped");
    BufReader::new(stdout)
        .read_line(&mut line)
        .expect("it says where it listens");
    let address = line
        .split(' ')
        .find(|word| word.starts_with("127.0.0.1:"))
        .expect("an address");
    (Process(server), address.to_string())
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
