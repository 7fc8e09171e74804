//! A server that has run out of descriptors waits, rather than spinning or dying.
#![cfg(unix)]

mod support;

use rustix::process::{Resource, Rlimit, setrlimit};
use stage02::{EventLoop, echo::callbacks::Server};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream, UdpSocket},
};
use support::promptly;

/// Opens descriptors until the system gives no more.
fn hoard() -> Vec<UdpSocket> {
    std::iter::from_fn(|| UdpSocket::bind("127.0.0.1:0").ok()).collect()
}

/// One message there and back, driving the loop from here; gives the number of turns that it took.
fn round_trip(event_loop: &EventLoop, mut client: &TcpStream) -> usize {
    client.write_all(b"hello").unwrap();
    client.set_nonblocking(true).unwrap();
    let mut heard = Vec::new();
    let mut turns = 0;
    while heard.len() < 5 {
        event_loop.run_once().unwrap();
        turns += 1;
        let _ = client.read_to_end(&mut heard);
    }
    assert_eq!(heard, b"hello");
    turns
}

// One test, because descriptors are the whole process's.
#[test]
fn out_of_descriptors_it_goes_on_with_the_clients_it_has() {
    promptly("a descriptor", || {
        let few = Some(64);
        setrlimit(
            Resource::Nofile,
            Rlimit {
                current: few,
                maximum: few,
            },
        )
        .unwrap();
        let event_loop = EventLoop::new().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        Server::start(&event_loop, listener).unwrap();

        with_a_client(&event_loop, address);
        without_a_client(&event_loop, address);
    });
}

/// It forgets the listener, which would be ready in every turn, until a client leaves.
fn with_a_client(event_loop: &EventLoop, address: SocketAddr) {
    let good = TcpStream::connect(address).unwrap();
    round_trip(event_loop, &good);
    assert_eq!(event_loop.registered(), 2);

    let late = TcpStream::connect(address).unwrap();
    let hoard = hoard();
    event_loop.run_once().unwrap();
    assert_eq!(
        event_loop.registered(),
        1,
        "the listener is still registered"
    );
    for _ in 0..10 {
        assert_eq!(round_trip(event_loop, &good), 1, "turns for nothing");
    }

    drop(good);
    event_loop.run_once().unwrap();
    assert_eq!(event_loop.registered(), 1, "the listener is not back");
    round_trip(event_loop, &late);
    drop((hoard, late));
    event_loop.run_once().unwrap();
    assert_eq!(event_loop.registered(), 1);
}

/// It has nobody to keep waiting, and tries again after a short sleep.
fn without_a_client(event_loop: &EventLoop, address: SocketAddr) {
    let late = TcpStream::connect(address).unwrap();
    let hoard = hoard();
    for _ in 0..3 {
        event_loop.run_once().unwrap();
        assert_eq!(event_loop.registered(), 1);
    }
    drop(hoard);
    round_trip(event_loop, &late);
    assert_eq!(event_loop.registered(), 2);
}
