//! A server that has run out of descriptors waits, rather than spinning or dying.
#![cfg(unix)]

mod support;

use rustix::process::{Resource, Rlimit, setrlimit};
use stage02::{
    EventLoop,
    echo::{callbacks::Server, threads},
};
use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream, UdpSocket},
};
use support::{promptly, start};

// One test, because descriptors are the whole process's.
#[test]
fn out_of_descriptors_a_server_goes_on_with_the_clients_it_has() {
    promptly("a descriptor", || {
        let few = Some(64);
        let limit = Rlimit {
            current: few,
            maximum: few,
        };
        setrlimit(Resource::Nofile, limit).unwrap();
        let event_loop = EventLoop::new().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        Server::start(&event_loop, listener).unwrap();

        until_a_client_leaves(&event_loop, address);
        until_a_client_speaks(&event_loop, address);
        without_a_client(&event_loop, address);
        threads_stop();
    });
}

/// It forgets the listener, which would be ready in every turn, and tries again once after each message.
fn until_a_client_leaves(event_loop: &EventLoop, address: SocketAddr) {
    let (good, late, hoard) = one_too_many(event_loop, address);
    for _ in 0..10 {
        served_in_one_turn(event_loop, &good);
        assert_eq!(event_loop.registered(), 2, "it does not try again");
        event_loop.run_once().unwrap();
        assert_eq!(event_loop.registered(), 1, "it goes on trying");
    }
    drop(good);
    event_loop.run_once().unwrap();
    assert_eq!(event_loop.registered(), 1, "the listener is not back");
    served(event_loop, &late);
    drop((hoard, late));
    until_all_have_left(event_loop);
}

/// Descriptors that come free elsewhere are noticed too.
fn until_a_client_speaks(event_loop: &EventLoop, address: SocketAddr) {
    let (good, late, hoard) = one_too_many(event_loop, address);
    drop(hoard);
    served_in_one_turn(event_loop, &good);
    served(event_loop, &late);
    assert_eq!(event_loop.registered(), 3);
    drop((good, late));
    until_all_have_left(event_loop);
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
    served(event_loop, &late);
    assert_eq!(event_loop.registered(), 2);
}

/// What wakes its `accept` needs a descriptor, and that `accept` holds the last one.
fn threads_stop() {
    let server = start(threads::serve);
    let mut client = server.connect();
    client.shutdown(Shutdown::Write).unwrap();
    client.read_to_end(&mut Vec::new()).unwrap();
    let _hoard = hoard();
    (&server.stop).write_all(b"x").unwrap();
    server.server.join().unwrap().unwrap();
}

/// A client that is served, one that cannot be, and what takes up the descriptors.
fn one_too_many(
    event_loop: &EventLoop,
    address: SocketAddr,
) -> (TcpStream, TcpStream, Vec<UdpSocket>) {
    let good = TcpStream::connect(address).unwrap();
    served(event_loop, &good);
    assert_eq!(event_loop.registered(), 2);
    let late = TcpStream::connect(address).unwrap();
    let hoard = hoard();
    event_loop.run_once().unwrap();
    assert_eq!(event_loop.registered(), 1, "the listener is not forgotten");
    (good, late, hoard)
}

/// Opens descriptors until the system gives no more.
fn hoard() -> Vec<UdpSocket> {
    std::iter::from_fn(|| UdpSocket::bind("127.0.0.1:0").ok()).collect()
}

/// One message there and back, in as many turns as it takes. None of them waits: the answer may be on its way.
fn served(event_loop: &EventLoop, mut client: &TcpStream) {
    client.write_all(b"hello").unwrap();
    client.set_nonblocking(true).unwrap();
    let mut heard = Vec::new();
    while heard.len() < 5 {
        event_loop.call_soon(|_| {});
        event_loop.run_once().unwrap();
        let _ = client.read_to_end(&mut heard);
    }
    assert_eq!(heard, b"hello");
    client.set_nonblocking(false).unwrap();
}

/// One message there and back, when the loop waits for nothing else.
fn served_in_one_turn(event_loop: &EventLoop, mut client: &TcpStream) {
    client.write_all(b"hello").unwrap();
    event_loop.run_once().unwrap();
    let mut heard = [0; 5];
    client.read_exact(&mut heard).unwrap();
    assert_eq!(heard, *b"hello");
}

fn until_all_have_left(event_loop: &EventLoop) {
    while event_loop.registered() > 1 {
        event_loop.run_once().unwrap();
    }
}
