//! The provided tests of s2e3.

#[path = "e3_outbox/silence.rs"]
mod silence;

use super::*;
use stage02::catch_panic;
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
    let (near, far) = sockets();
    (Outbox::new(near), far)
}

fn sockets() -> (Rc<TcpStream>, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let near = TcpStream::connect(listener.local_addr().expect("bound")).expect("connected");
    near.set_nonblocking(true).expect("nonblocking");
    (Rc::new(near), listener.accept().expect("a client").0)
}

fn check(test: impl FnOnce(EventLoop) + Send + 'static) {
    within(
        Duration::from_secs(10),
        "an outbox to write: its socket has room, and it did not (is it registered for Write?), or to return \
         (does `send` or a handler wait for room itself?)",
        || test(EventLoop::new().expect("a loop")),
    );
}

#[track_caller]
fn send(outbox: &Rc<Outbox>, event_loop: &EventLoop, bytes: &[u8]) {
    outbox
        .send(event_loop, bytes)
        .expect("send must take all of the bytes, wait for nothing, and register the socket once");
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

/// Runs the loop until the reader has read all, and returns that.
#[track_caller]
fn arrives(event_loop: &EventLoop, reader: &Receiver<(Vec<u8>, TcpStream)>) -> Vec<u8> {
    while !event_loop.is_idle() {
        event_loop.call_soon(|_| {}); // so that the turn does not wait
        event_loop.run_once().expect("the loop runs");
        match reader.try_recv() {
            Ok((bytes, _far)) => return bytes,
            Err(_) => thread::yield_now(),
        }
    }
    let read = reader.recv_timeout(Duration::from_secs(2));
    read.expect("the loop has ended, and fewer bytes arrived than were sent")
        .0
}

/// Runs until the loop ends, and returns the number of turns.
#[track_caller]
fn finish(event_loop: &EventLoop) -> u32 {
    let mut turns = 0;
    while !event_loop.is_idle() {
        let turn = catch_panic(|| event_loop.run_once().expect("the loop runs"));
        assert_eq!(turn, Ok(()), "a handler must not panic");
        turns += 1;
        assert!(
            turns < 10_000,
            "ten thousand turns: it waits for room, and has nothing to send"
        );
    }
    turns
}

/// Some turns that do not wait, in which as much is written as there is room for.
fn fill(event_loop: &EventLoop) {
    for _ in 0..20 {
        event_loop.call_soon(|_| {});
        event_loop.run_once().expect("the loop runs");
    }
}

/// Bytes that show where they come from.
fn pattern(n: usize) -> Vec<u8> {
    (0..n).map(|i| (i % 251) as u8).collect()
}

#[track_caller]
fn same(got: &[u8], expected: &[u8]) {
    let differs = got.iter().zip(expected).position(|(a, b)| a != b);
    assert!(
        differs.is_none(),
        "byte {} of {} is the first that is not the one that was sent: some are lost, changed, or in another order",
        differs.unwrap_or_default(),
        expected.len()
    );
}

#[test]
fn it_takes_all_though_the_other_side_does_not_read() {
    check(|event_loop| {
        let (outbox, far) = pair();
        send(&outbox, &event_loop, &pattern(MUCH));
        fill(&event_loop);
        assert!(
            cfg!(windows) || event_loop.registered() == 1,
            "there is no room for all of the bytes, and the outbox does not wait for room"
        );
        let reader = reader(far, MUCH);
        same(&arrives(&event_loop, &reader), &pattern(MUCH));
    });
}

#[test]
fn what_is_sent_later_arrives_later() {
    check(|event_loop| {
        let (outbox, mut far) = pair();
        send(&outbox, &event_loop, &vec![1; MUCH]);
        fill(&event_loop);
        let mut first = vec![0; MUCH / 8];
        far.read_exact(&mut first).expect("the first part");
        send(&outbox, &event_loop, &[2; 1000]); // there is room now, and older bytes wait
        send(&outbox, &event_loop, &[3; 1000]);
        let reader = reader(far, MUCH - first.len() + 2000);
        let rest = vec![1; MUCH - first.len()];
        same(
            &arrives(&event_loop, &reader),
            &[rest, vec![2; 1000], vec![3; 1000]].concat(),
        );
    });
}

#[test]
fn it_can_be_used_again_after_it_was_empty() {
    check(|event_loop| {
        let (outbox, far) = pair();
        for word in [b"one", b"two"] {
            send(&outbox, &event_loop, word);
            fill(&event_loop);
            let reader = reader(far.try_clone().expect("a handle"), 3);
            assert_eq!(
                arrives(&event_loop, &reader),
                word,
                "the word that was sent"
            );
        }
    });
}

#[test]
fn what_was_given_is_sent_though_the_outbox_is_dropped() {
    check(|event_loop| {
        let (outbox, far) = pair();
        send(&outbox, &event_loop, &pattern(MUCH));
        drop(outbox);
        let reader = reader(far, MUCH);
        same(&arrives(&event_loop, &reader), &pattern(MUCH));
    });
}

#[test]
fn a_broken_connection_ends_it() {
    check(|event_loop| {
        let (outbox, far) = pair();
        send(&outbox, &event_loop, &pattern(MUCH));
        fill(&event_loop);
        drop(far); // with bytes unread: the connection is reset
        finish(&event_loop);
        let _ = outbox.send(&event_loop, b"more"); // it may return the error
        finish(&event_loop);
        assert_eq!(event_loop.registered(), 0, "the connection is broken");
    });
}

#[test]
fn an_outbox_that_cannot_wait_says_so() {
    check(|event_loop| {
        let (near, _far) = sockets();
        let outbox = Outbox::new(near.clone());
        event_loop
            .register(near, Interest::Read, |_, _| {})
            .expect("registered");
        let sent = outbox.send(&event_loop, &pattern(MUCH));
        assert!(
            cfg!(windows) || sent.is_err(),
            "another part of the program has registered the socket: the error of `register`"
        );
    });
}
