//! The provided tests of s6e5.

#[path = "e5_reactor/directions.rs"]
mod directions;
#[path = "e5_reactor/edges.rs"]
mod edges;
#[path = "e5_reactor/results.rs"]
mod results;
#[path = "e5_reactor/sockets.rs"]
mod sockets;
#[path = "e5_reactor/wakers.rs"]
mod wakers;

use super::{Direction, Reactor, Registration};
use mio::net;
use std::{
    cell::{Cell, RefCell},
    future::{Future, poll_fn},
    io::{self, Read, Write},
    mem::ManuallyDrop,
    net::{TcpListener, TcpStream},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    task::{Context, Poll as Polled, Wake, Waker},
    thread,
    time::Duration,
};
use testkit::within;

type Stream = Registration<net::TcpStream>;

/// Runs a test that is handed a reactor, a socket it knows, and the blocking socket at the other end.
fn check(test: impl FnOnce(Rc<Reactor>, Stream, TcpStream) + Send + 'static) {
    within(Duration::from_secs(3), "an edge of a socket", || {
        let reactor = Reactor::new().unwrap();
        let (stream, peer) = connected(&reactor);
        test(reactor, stream, peer);
    });
}

fn connected(reactor: &Rc<Reactor>) -> (Stream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let peer = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (ours, _) = listener.accept().unwrap();
    ours.set_nonblocking(true).unwrap();
    let stream = Registration::new(reactor, net::TcpStream::from_std(ours)).unwrap();
    (stream, peer)
}

/// What the loop does.
fn turn(reactor: &Reactor, timeout: Option<Duration>) {
    reactor
        .poll(timeout)
        .unwrap()
        .into_iter()
        .for_each(Waker::wake);
}

async fn read_some(stream: &Stream, buffer: &mut [u8]) -> io::Result<usize> {
    poll_fn(|cx| stream.poll_io(Direction::Read, cx, |mut io| io.read(buffer))).await
}

async fn write_all(stream: &Stream, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        let write = poll_fn(|cx| stream.poll_io(Direction::Write, cx, |mut io| io.write(bytes)));
        bytes = &bytes[write.await?..];
    }
    Ok(())
}

/// A waker that counts.
#[derive(Default)]
struct Count(AtomicU32);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl Count {
    fn wakes(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Polls a future, and lets the reactor wait until it is woken. Returns the number of polls, too.
fn drive<T>(reactor: &Reactor, future: impl Future<Output = T>) -> (T, u32) {
    let (mut future, count) = (pin!(future), Arc::<Count>::default());
    let waker = Waker::from(count.clone());
    for polls in 1.. {
        let wakes = count.wakes();
        if let Polled::Ready(value) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return (value, polls);
        }
        while count.wakes() == wakes {
            turn(reactor, None);
        }
    }
    unreachable!("it is ready some time")
}

/// Reads once.
fn read(reactor: &Reactor, stream: &Stream, most: usize) -> String {
    let mut buffer = vec![0; most];
    let (length, _) = drive(reactor, read_some(stream, &mut buffer));
    String::from_utf8_lossy(&buffer[..length.unwrap()]).into()
}

/// One poll of a read into nothing, with this waker.
fn wants_to_read(stream: &Stream, waker: &Arc<Count>) -> Polled<io::Result<usize>> {
    let waker = Waker::from(waker.clone());
    let mut context = Context::from_waker(&waker);
    stream.poll_io(Direction::Read, &mut context, |mut io| {
        io.read(&mut [0; 64])
    })
}

/// More bytes than the system keeps for a reader.
const MANY: usize = 16 << 20;

/// Reads so many bytes; gives the socket back with their count, so that it stays open.
fn drain(mut peer: TcpStream) -> (TcpStream, usize) {
    let (mut chunk, mut total) = (vec![0; 64 << 10], 0);
    while total < MANY {
        total += peer.read(&mut chunk).unwrap();
    }
    (peer, total)
}

/// Lets the reactor take in all that the system reports within a moment.
fn look(reactor: &Reactor) {
    for _ in 0..3 {
        turn(reactor, Some(Duration::from_millis(20)));
    }
}

#[test]
fn bytes_that_come_later_wake_the_reader() {
    check(|reactor, stream, mut peer| {
        let writer = thread::spawn(move || {
            peer.write_all(b"hello").unwrap();
            peer
        });
        assert_eq!(read(&reactor, &stream, 64), "hello");
        drop(writer.join());
        assert_eq!(read(&reactor, &stream, 64), "", "the end");
    });
}

#[test]
fn a_waker_that_polls_at_once_finds_the_socket_ready() {
    thread_local! {
        static STREAM: RefCell<Option<Stream>> = const { RefCell::new(None) };
        static READY: Cell<Option<bool>> = const { Cell::new(None) };
    }
    /// Polls the socket when it is woken.
    struct Polls;
    impl Wake for Polls {
        fn wake(self: Arc<Self>) {
            let stream = STREAM.take().expect("it was left there");
            let poll = wants_to_read(&stream, &Arc::default());
            READY.set(Some(poll.is_ready()));
            STREAM.set(Some(stream));
        }
    }
    check(|reactor, stream, mut peer| {
        let waker = Waker::from(Arc::new(Polls));
        let mut context = Context::from_waker(&waker);
        let read = |mut io: &net::TcpStream| io.read(&mut [0; 8]);
        let poll = stream.poll_io(Direction::Read, &mut context, read);
        assert!(poll.is_pending(), "there are no bytes yet");
        STREAM.set(Some(stream));
        peer.write_all(b"x").unwrap();
        look(&reactor);
        assert_eq!(
            READY.take(),
            Some(true),
            "is the socket ready when the waker is called?"
        );
        STREAM.take();
    });
}

#[test]
#[cfg(target_os = "linux")] // elsewhere an error comes together with "readable"
fn an_error_wakes_the_reader() {
    check(|reactor, _stream, _peer| {
        let closed = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        let nobody = closed.local_addr().unwrap();
        drop(closed);
        let socket = net::UdpSocket::bind("127.0.0.1:0".parse().unwrap()).unwrap();
        socket.connect(nobody).unwrap();
        let socket = Registration::new(&reactor, socket).unwrap();
        let mut receive = pin!(poll_fn(|cx| {
            socket.poll_io(Direction::Read, cx, |io| io.recv(&mut [0; 8]))
        }));
        let reader = Arc::<Count>::default();
        let waker = Waker::from(reader.clone());
        look(&reactor);
        let poll = receive.as_mut().poll(&mut Context::from_waker(&waker));
        assert!(poll.is_pending());
        socket.source().send(b"is this port open?").unwrap();
        look(&reactor); // it is not
        assert_eq!(
            reader.wakes(),
            1,
            "wakes of the reader of a socket with an error"
        );
    });
}

#[test]
fn the_latest_waker_is_woken() {
    check(|reactor, stream, mut peer| {
        let (old, new) = (Arc::<Count>::default(), Arc::<Count>::default());
        assert!(wants_to_read(&stream, &old).is_pending());
        assert!(
            wants_to_read(&stream, &new).is_pending(),
            "the socket moves to another task"
        );
        peer.write_all(b"x").unwrap();
        look(&reactor);
        assert_eq!(
            new.wakes(),
            1,
            "wakes of the latest waker: a stale one was kept"
        );
    });
}

#[test]
fn another_thread_can_end_the_wait() {
    check(|reactor, _stream, _peer| {
        look(&reactor);
        let notify = reactor.unparker().unwrap();
        thread::scope(|scope| {
            scope.spawn(&notify);
            turn(&reactor, None);
        });
    });
}
