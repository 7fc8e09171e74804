//! The provided tests of s6e5.

#[path = "e5_reactor/directions.rs"]
mod directions;
#[path = "e5_reactor/results.rs"]
mod results;
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
fn an_edge_that_came_before_a_task_waited_is_remembered() {
    check(|reactor, stream, mut peer| {
        peer.write_all(b"early").unwrap();
        look(&reactor); // the edge is reported now, and never again
        assert_eq!(read(&reactor, &stream, 64), "early");
    });
}

#[test]
fn after_a_try_that_would_block_there_is_no_other_without_an_edge() {
    check(|reactor, stream, mut peer| {
        let (waker, tries) = (Waker::from(Arc::<Count>::default()), Cell::new(0));
        let poll = |buffer: &mut [u8]| {
            let mut context = Context::from_waker(&waker);
            stream.poll_io(Direction::Read, &mut context, |mut io| {
                tries.set(tries.get() + 1);
                io.read(buffer)
            })
        };
        assert!(poll(&mut [0; 8]).is_pending(), "there are no bytes");
        let first = tries.get();
        assert!(
            first <= 1,
            "tries by one poll of a new socket without bytes: {first}"
        );
        peer.write_all(b"here").unwrap();
        assert!(poll(&mut [0; 8]).is_pending(), "no edge was reported yet");
        assert_eq!(
            tries.get(),
            first,
            "tries without an edge: each is a system call"
        );
        look(&reactor);
        assert!(poll(&mut [0; 8]).is_ready(), "now there was an edge");
        assert!(poll(&mut [0; 8]).is_pending() && poll(&mut [0; 8]).is_pending());
        assert_eq!(
            tries.get() - first,
            2,
            "tries: one that read, one that found nothing, and none after that"
        );
    });
}

#[test]
fn a_task_that_was_woken_is_not_woken_again_before_it_waits_again() {
    check(|reactor, stream, mut peer| {
        let waker = Arc::<Count>::default();
        assert!(wants_to_read(&stream, &waker).is_pending());
        for _ in 0..2 {
            peer.write_all(b"x").unwrap();
            look(&reactor);
        }
        assert_eq!(
            waker.wakes(),
            1,
            "wakes by two edges of a task that waited once"
        );
    });
}

#[test]
fn a_waker_may_drop_sockets_and_make_new_ones() {
    thread_local! {
        static SCENE: RefCell<Option<(Rc<Reactor>, Stream)>> = const { RefCell::new(None) };
    }
    /// Does when it is woken what an executor may that polls at once.
    struct Acts;
    impl Wake for Acts {
        fn wake(self: Arc<Self>) {
            let (reactor, old) = SCENE.take().expect("it was left there");
            // If it panics: a socket that is dropped meanwhile may panic as well, and two panics at once abort.
            let old = ManuallyDrop::new(old);
            let (new, _peer) = connected(&reactor);
            drop(ManuallyDrop::into_inner(old));
            SCENE.set(Some((reactor, new)));
        }
    }
    check(|reactor, stream, mut peer| {
        let waker = Waker::from(Arc::new(Acts));
        let mut context = Context::from_waker(&waker);
        let read = |mut io: &net::TcpStream| io.read(&mut [0; 8]);
        assert!(
            stream
                .poll_io(Direction::Read, &mut context, read)
                .is_pending()
        );
        SCENE.set(Some((reactor.clone(), stream)));
        peer.write_all(b"x").unwrap();
        let turns = catch_unwind(AssertUnwindSafe(|| turn(&reactor, None)));
        if turns.is_err() {
            panic!(
                "a waker cannot drop or make a socket: what is borrowed while wakers are called?"
            );
        }
        look(&reactor);
        SCENE.take();
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
fn an_operation_may_register_another_socket() {
    check(|reactor, _stream, _peer| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let _client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        listener.set_nonblocking(true).unwrap();
        let listener = net::TcpListener::from_std(listener);
        let listener = Registration::new(&reactor, listener).unwrap();
        let accept = |io: &net::TcpListener| Registration::new(&reactor, io.accept()?.0);
        let accepted = poll_fn(|cx| listener.poll_io(Direction::Read, cx, accept));
        let (accepted, _) = drive(&reactor, accepted);
        assert!(accepted.is_ok());
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
fn what_is_left_is_read_without_another_edge() {
    check(|reactor, stream, mut peer| {
        peer.write_all(b"123456").unwrap();
        for part in ["12", "34", "56"] {
            assert_eq!(read(&reactor, &stream, 2), part, "two bytes of six");
        }
    });
}

#[test]
fn a_reader_is_polled_when_there_is_something_and_not_before() {
    check(|reactor, stream, mut peer| {
        let mut buffer = [0; 64];
        let (written, polls) = drive(&reactor, write_all(&stream, b"x"));
        written.unwrap();
        assert!(polls <= 2, "polls of a writer that has room: {polls}");
        let writer = thread::spawn(move || {
            for _ in 0..20 {
                thread::yield_now();
            }
            peer.write_all(b"now").unwrap();
        });
        let (length, polls) = drive(&reactor, read_some(&stream, &mut buffer));
        assert_eq!(length.unwrap(), 3);
        assert!(
            polls <= 2,
            "polls of a reader that waits for one message: {polls}"
        );
        writer.join().unwrap();
    });
}

#[test]
fn room_to_write_does_not_wake_the_reader() {
    check(|reactor, stream, mut peer| {
        let waker = Arc::<Count>::default();
        look(&reactor); // it is writable, and says so
        assert!(wants_to_read(&stream, &waker).is_pending());
        let writer = Waker::from(Arc::<Count>::default());
        let many = vec![7; MANY];
        let mut full = pin!(write_all(&stream, &many));
        let poll = full.as_mut().poll(&mut Context::from_waker(&writer));
        assert!(
            poll.is_pending(),
            "the peer does not read, so the system's buffer is full"
        );
        peer.read_exact(&mut vec![0; MANY / 8]).unwrap();
        look(&reactor); // there is room again
        assert_eq!(
            waker.wakes(),
            0,
            "wakes of a reader, when there was nothing to read"
        );
    });
}

#[test]
fn one_socket_does_not_wake_another() {
    check(|reactor, quiet, _quiet_peer| {
        let (stream, mut peer) = connected(&reactor);
        let (waker, other) = (Arc::<Count>::default(), Arc::<Count>::default());
        look(&reactor);
        assert!(wants_to_read(&quiet, &waker).is_pending());
        assert!(wants_to_read(&stream, &other).is_pending());
        peer.write_all(b"x").unwrap();
        look(&reactor);
        assert_eq!(
            (waker.wakes(), other.wakes()),
            (0, 1),
            "wakes of the quiet socket's reader, and of the other's"
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
fn a_socket_that_is_dropped_is_forgotten() {
    check(|reactor, stream, mut peer| {
        let waker = Arc::<Count>::default();
        assert!(wants_to_read(&stream, &waker).is_pending());
        drop(stream);
        assert_eq!(Arc::strong_count(&waker), 1, "owners of its waker");
        let mut rest = [0];
        assert_eq!(
            peer.read(&mut rest).unwrap(),
            0,
            "the other side sees the end"
        );
        look(&reactor);
    });
}

#[test]
fn a_new_socket_is_not_taken_for_another() {
    check(|reactor, first, _peer| {
        let (second, mut peer) = connected(&reactor);
        drop(first);
        let (third, mut newer) = connected(&reactor);
        let (old, new) = (Arc::<Count>::default(), Arc::<Count>::default());
        look(&reactor);
        assert!(wants_to_read(&second, &old).is_pending());
        assert!(wants_to_read(&third, &new).is_pending());
        peer.write_all(b"x").unwrap();
        look(&reactor);
        assert_eq!(
            (old.wakes(), new.wakes()),
            (1, 0),
            "wakes of the older socket, whose bytes came, and of the newer"
        );
        newer.write_all(b"x").unwrap();
        look(&reactor);
        assert_eq!(
            (old.wakes(), new.wakes()),
            (1, 1),
            "wakes of the older socket, and of the newer, whose bytes came, too"
        );
    });
}

#[test]
fn a_writer_that_is_faster_than_its_reader_waits_for_room() {
    check(|reactor, stream, peer| {
        let reader = thread::spawn(move || drain(peer));
        let (written, _) = drive(&reactor, write_all(&stream, &vec![7; MANY]));
        written.unwrap();
        assert_eq!(reader.join().unwrap().1, MANY, "bytes that arrived");
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
