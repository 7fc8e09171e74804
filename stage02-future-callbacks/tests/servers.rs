//! What the conformance suite does not see of the servers: the listener that they are given, and give back.

mod support;

use stage02::{
    EventLoop,
    echo::{blocking, callbacks::Server, threads},
};
use std::{
    io::Read,
    net::{TcpListener, TcpStream},
};
use support::promptly;
use testkit::echo::{Suite, Symptom};

#[test]
fn a_listener_that_does_not_block_makes_no_blocking_server_spin() {
    let threads = Suite::new("a thread per connection", |listener, stop| {
        listener.set_nonblocking(true)?;
        threads::serve(listener, stop)
    });
    threads.only("idle clients cost nothing").run();
    let blocking = Suite::new("blocking", |listener, stop| {
        listener.set_nonblocking(true)?;
        blocking::serve(listener, stop)
    });
    // It waits in `accept`, so it does not see that it should stop: one that spins would.
    let waits = "connects and leaves";
    let blocking = blocking.cannot(waits, Symptom::DoesNotStop);
    blocking.only(waits).run();
}

#[test]
fn a_server_that_is_stopped_closes_its_listener_while_somebody_keeps_it() {
    promptly("the end of a connection that nobody accepted", || {
        let event_loop = EventLoop::new().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let server = Server::start(&event_loop, listener).unwrap();
        server.stop(&event_loop);
        assert!(matches!(client.read(&mut [0]), Ok(0) | Err(_)));
        assert!(event_loop.is_idle());
        drop(server);
    });
}
