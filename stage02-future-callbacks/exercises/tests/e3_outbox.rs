//! The provided tests of s2e3.

use super::*;
use std::{
    io::Read,
    net::TcpListener,
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};
use testkit::within;

/// More than any socket's buffers hold.
const MUCH: usize = 8 * 1024 * 1024;

/// An outbox and the other end of its socket.
fn pair() -> (Rc<Outbox>, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let near = TcpStream::connect(listener.local_addr().expect("bound")).expect("connected");
    near.set_nonblocking(true).expect("nonblocking");
    (
        Outbox::new(Rc::new(near)),
        listener.accept().expect("a client").0,
    )
}

fn check(test: impl FnOnce(EventLoop) + Send + 'static) {
    within(
        Duration::from_secs(6),
        "an outbox to write: its socket has room, and it did not (is it registered for Write?)",
        || test(EventLoop::new().expect("a loop")),
    );
}

/// Reads `n` bytes on a thread of its own.
fn reader(mut far: TcpStream, n: usize) -> Receiver<(Vec<u8>, TcpStream)> {
    let (done, read) = channel();
    thread::spawn(move || {
        let mut bytes = vec![0; n];
        if far.read_exact(&mut bytes).is_ok() {
            let _ = done.send((bytes, far));
        }
    });
    read
}

/// Runs until everything is sent.
fn run(event_loop: &EventLoop, outbox: &Outbox) {
    while !outbox.unsent.borrow().is_empty() {
        assert!(
            !event_loop.is_idle(),
            "bytes are unsent, and nothing is registered"
        );
        event_loop.run_once().expect("the loop runs");
    }
}

/// Runs until the loop ends, and says after how many turns.
fn finish(event_loop: &EventLoop) -> u32 {
    let mut turns = 0;
    while !event_loop.is_idle() {
        event_loop.run_once().expect("the loop runs");
        turns += 1;
        assert!(
            turns < 10_000,
            "ten thousand turns: it waits for room, and has nothing to send"
        );
    }
    turns
}

/// Bytes that show where they come from.
fn pattern(n: usize) -> Vec<u8> {
    (0..n).map(|i| (i % 251) as u8).collect()
}

#[track_caller]
fn same(got: &[u8], expected: &[u8]) {
    let differs = got.iter().zip(expected).position(|(a, b)| a != b);
    assert_eq!(
        differs,
        None,
        "the first byte that is not the one that was sent, of {}",
        expected.len()
    );
}

#[test]
fn a_few_bytes_arrive() {
    check(|event_loop| {
        let (outbox, mut far) = pair();
        outbox
            .send(&event_loop, b"hello")
            .expect("send takes the bytes; the socket is registered at most once");
        run(&event_loop, &outbox);
        let mut bytes = [0; 5];
        far.read_exact(&mut bytes).expect("five bytes");
        assert_eq!(&bytes, b"hello");
    });
}

#[test]
fn send_returns_at_once_though_nobody_reads() {
    check(|event_loop| {
        let (outbox, _far) = pair();
        outbox
            .send(&event_loop, &pattern(MUCH))
            .expect("send must take all and wait for nothing");
        event_loop.run_once().expect("the loop runs");
        assert!(
            outbox.unsent.borrow().len() < MUCH,
            "the first part went out"
        );
        assert!(
            cfg!(windows) || !outbox.unsent.borrow().is_empty(),
            "the rest is kept, since there is no room for it"
        );
    });
}

#[test]
fn more_than_there_is_room_for_arrives_whole() {
    check(|event_loop| {
        let (outbox, far) = pair();
        let read = reader(far, MUCH);
        outbox
            .send(&event_loop, &pattern(MUCH))
            .expect("send must take all and wait for nothing");
        run(&event_loop, &outbox);
        let (bytes, _far) = read
            .recv_timeout(Duration::from_secs(5))
            .expect("fewer bytes arrived than were sent");
        same(&bytes, &pattern(MUCH));
    });
}

#[test]
fn what_is_sent_later_arrives_later() {
    check(|event_loop| {
        let (outbox, far) = pair();
        outbox
            .send(&event_loop, &vec![1; MUCH])
            .expect("send must take all and wait for nothing");
        event_loop.run_once().expect("the loop runs");
        outbox
            .send(&event_loop, &[2; 1000])
            .expect("send takes the bytes; the socket is registered at most once");
        let read = reader(far, MUCH + 1000);
        run(&event_loop, &outbox);
        let (bytes, _far) = read
            .recv_timeout(Duration::from_secs(5))
            .expect("fewer bytes arrived than were sent");
        same(&bytes, &[vec![1; MUCH], vec![2; 1000]].concat());
    });
}

#[test]
fn it_can_be_used_again_after_it_was_empty() {
    check(|event_loop| {
        let (outbox, mut far) = pair();
        for word in [b"one", b"two"] {
            outbox
                .send(&event_loop, word)
                .expect("send takes the bytes; the socket is registered at most once");
            run(&event_loop, &outbox);
            let mut bytes = [0; 3];
            far.read_exact(&mut bytes).expect("three bytes");
            assert_eq!(&bytes, word);
        }
    });
}

#[test]
fn with_nothing_to_send_it_does_not_ask_for_room() {
    check(|event_loop| {
        let (outbox, _far) = pair();
        outbox
            .send(&event_loop, b"hello")
            .expect("send takes the bytes; the socket is registered at most once");
        let turns = finish(&event_loop);
        assert!(turns <= 3, "{turns} turns for five bytes");
        assert_eq!(event_loop.registered(), 0);
    });
}

#[test]
fn a_broken_connection_ends_it() {
    check(|event_loop| {
        let (outbox, far) = pair();
        outbox
            .send(&event_loop, &pattern(MUCH))
            .expect("send must take all and wait for nothing");
        event_loop.run_once().expect("the loop runs");
        drop(far); // with bytes unread: the connection is reset
        finish(&event_loop);
        assert_eq!(
            outbox.unsent.borrow().len(),
            0,
            "bytes that nobody will ever read"
        );
    });
}

#[test]
fn sending_nothing_waits_for_nothing() {
    check(|event_loop| {
        let (outbox, _far) = pair();
        outbox
            .send(&event_loop, b"")
            .expect("there is nothing to send");
        assert_eq!(
            event_loop.registered(),
            0,
            "sockets that are registered, though there is nothing to send"
        );
    });
}
