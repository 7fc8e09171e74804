//! What the tests of sockets share.
#![allow(dead_code)]

use socket2::{Domain, SockRef, Socket, Type};
use stage06_full::{Runtime, net::TcpStream};
use std::{
    future::Future,
    io::{self, BufRead, BufReader},
    net::{self, SocketAddr},
    process::{self, Child, ChildStdout, Command, Stdio},
    thread,
    time::Duration,
};

/// Any free port of this machine.
pub(crate) fn any() -> SocketAddr {
    ([127, 0, 0, 1], 0).into()
}

/// Runs a check that must not hang, in a runtime of its own, and sees that it leaves no socket behind.
pub(crate) fn promptly<T: Send + 'static, F: Future<Output = T>>(
    awaited: &str,
    check: impl FnOnce() -> F + Send + 'static,
) -> T {
    testkit::within(Duration::from_secs(20), awaited, || {
        let runtime = Runtime::new();
        let value = runtime.block_on(check());
        assert_eq!(runtime.metrics().sockets, 0, "a socket is left behind");
        value
    })
}

/// Two blocking sockets that are connected.
pub(crate) fn blocking_pair() -> (net::TcpStream, net::TcpStream) {
    let listener = net::TcpListener::bind(any()).expect("loopback");
    let one = net::TcpStream::connect(listener.local_addr().expect("bound")).expect("a listener");
    let (other, _) = listener.accept().expect("a client");
    (one, other)
}

/// Two sockets that are connected: one of this stage, and a blocking one.
pub(crate) fn pair() -> (TcpStream, net::TcpStream) {
    let (ours, theirs) = blocking_pair();
    (TcpStream::from_std(ours).expect("it is registered"), theirs)
}

/// Two sockets of this stage that are connected.
pub(crate) fn both() -> (TcpStream, TcpStream) {
    let (one, other) = pair();
    (one, TcpStream::from_std(other).expect("it is registered"))
}

/// Closes a connection so that the peer sees a reset.
pub(crate) fn reset(stream: net::TcpStream) {
    SockRef::from(&stream)
        .set_linger(Some(Duration::ZERO))
        .expect("a setting");
}

/// An address where no socket listens, and none can while this one is kept.
pub(crate) fn refused() -> (Socket, SocketAddr) {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a descriptor");
    socket.bind(&any().into()).expect("loopback");
    let address = socket.local_addr().expect("bound").as_socket();
    (socket, address.expect("IPv4"))
}

/// A listener whose queue is full, and the client that fills it: the next connect is not answered. So it is on Linux.
pub(crate) fn full() -> (Socket, SocketAddr, net::TcpStream) {
    let (socket, address) = refused();
    socket.listen(0).expect("it is bound");
    let fills = net::TcpStream::connect(address).expect("there is room for one");
    (socket, address, fills)
}

/// Sees that a read of this silent socket waits: one that is nonblocking fails at once.
#[cfg(unix)]
pub(crate) fn blocks<T>(socket: &impl std::os::fd::AsFd, read: impl FnOnce() -> io::Result<T>) {
    let limit = Duration::from_millis(20);
    let socket = SockRef::from(socket);
    socket.set_read_timeout(Some(limit)).expect("a setting");
    let begun = std::time::Instant::now();
    assert!(read().is_err());
    assert!(begun.elapsed() >= limit, "it did not wait");
    socket.set_read_timeout(None).expect("a setting");
}

/// `length` bytes of which no two neighbours, and no two stretches of 251, are alike by accident.
pub(crate) fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|n| (n % 251 + n / 251) as u8).collect()
}

/// The kind of what went wrong.
pub(crate) fn kind<T>(result: io::Result<T>) -> Option<io::ErrorKind> {
    result.err().map(|error| error.kind())
}

/// How many descriptors a process has open.
pub(crate) fn descriptors(process: u32) -> usize {
    let folder = std::fs::read_dir(format!("/proc/{process}/fd"));
    folder.expect("it runs").count()
}

/// This test once more, as a process of its own; killed when this is dropped.
pub(crate) struct Again {
    pub(crate) process: Child,
    stdout: BufReader<ChildStdout>,
}

const AGAIN: &str = "STAGE06_TEST_AGAIN";

/// What [`again`] said to this process, if it is such a one. It ends with the one that has started it, at the latest.
pub(crate) fn role() -> Option<String> {
    let role = std::env::var(AGAIN).ok()?;
    thread::spawn(|| {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        process::exit(1);
    });
    Some(role)
}

/// Starts the test of this name again.
pub(crate) fn again(test: &str, role: &str) -> Again {
    let mut process = Command::new(std::env::current_exe().expect("this one"))
        .args([test, "--exact", "--include-ignored", "--nocapture"])
        .arg("--test-threads=1")
        .env(AGAIN, role)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let stdout = BufReader::new(process.stdout.take().expect("it is piped"));
    Again { process, stdout }
}

impl Again {
    /// What follows `word` on the next line that has it.
    pub(crate) fn hear(&mut self, word: &str) -> String {
        let mut line = String::new();
        while self.stdout.read_line(&mut line).expect("UTF-8") > 0 {
            if let Some((_, rest)) = line.split_once(word) {
                return rest.trim().to_string();
            }
            line.clear();
        }
        panic!("the other process has ended, and never said {word:?}");
    }
}

impl Drop for Again {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
