//! The connecting coroutine, resumed by hand: rightly, too early, and not at all.

mod support;

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    GeneratorExit, Result,
};
use stage02::{Connect, EventLoop, Fetcher, Future};
use std::{
    cell::RefCell,
    io::{self, ErrorKind},
    net::{SocketAddr, TcpListener, TcpStream},
    rc::Rc,
};
use support::{promptly, refused};

/// A coroutine that has begun to connect, and the future that it yielded.
fn begun(address: SocketAddr) -> (EventLoop, Connect, Future) {
    let event_loop = EventLoop::new().unwrap();
    let mut connect = Fetcher::new(&event_loop).connect(address);
    assert_eq!(event_loop.registered(), 0, "it began before it was resumed");
    let Yielded(future) = connect.resume(Ok(())) else {
        panic!("it did not wait")
    };
    (event_loop, connect, future)
}

/// Resumes the coroutine from the future's callback, as the document wants it.
fn resumed_when_done(address: SocketAddr) -> Result<Rc<TcpStream>> {
    let (event_loop, mut connect, future) = begun(address);
    let outcome = Rc::new(RefCell::new(None));
    let noted = outcome.clone();
    future.add_done_callback(move |future| {
        let Complete(result) = connect.resume(future.result().unwrap()) else {
            panic!("it waits for something else")
        };
        noted.replace(Some(result));
    });
    event_loop.run().unwrap();
    outcome.take().expect("the callback ran")
}

#[test]
fn resumed_when_the_future_is_done_it_returns_a_connected_socket() {
    promptly("the connection", || {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let socket = resumed_when_done(address).unwrap();
        assert_eq!(socket.peer_addr().unwrap(), address);
        assert_eq!(
            Rc::strong_count(&socket),
            1,
            "the loop still holds the socket"
        );
    });
}

#[test]
fn a_refused_connection_is_raised() {
    promptly("the refusal", || {
        let (_kept, address) = refused();
        let error = resumed_when_done(address).unwrap_err();
        let error: &io::Error = error.downcast_ref().expect("an io::Error");
        assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
    });
}

#[test]
fn the_future_is_not_done_before_the_loop_has_run() {
    promptly("the connection", || {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (event_loop, _connect, future) = begun(listener.local_addr().unwrap());
        assert!(!future.done());
        event_loop.run().unwrap();
        assert!(future.done());
    });
}

#[test]
fn resumed_too_early_it_returns_all_the_same_and_leaves_nothing_behind() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (event_loop, mut connect, future) = begun(listener.local_addr().unwrap());
    assert!(!future.done());
    assert!(matches!(connect.resume(Ok(())), Complete(Ok(_))));
    assert!(event_loop.is_idle());
    assert!(!future.done());
}

#[test]
fn a_loop_that_is_dropped_during_a_connect_takes_everything_with_it() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (event_loop, mut connect, future) = begun(listener.local_addr().unwrap());
    let weak = event_loop.downgrade();
    future.add_done_callback(move |_| drop(connect.resume(Ok(()))));
    drop((event_loop, future));
    assert!(weak.upgrade().is_err(), "the loop owns itself");
}

#[test]
fn begun_when_the_loop_is_gone_it_says_so() {
    let fetcher = Fetcher::new(&EventLoop::new().unwrap());
    let raised = fetcher.connect(([127, 0, 0, 1], 1).into()).resume(Ok(()));
    assert!(matches!(raised, Complete(Err(e)) if e.to_string() == "the loop is gone"));
}

#[test]
fn dropped_or_thrown_into_it_lets_go_of_the_socket() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();

    let (event_loop, connect, _future) = begun(address);
    assert_eq!(event_loop.registered(), 1);
    drop(connect);
    assert!(event_loop.is_idle());

    let (event_loop, mut connect, _future) = begun(address);
    let raised = connect.resume(Err(GeneratorExit.into()));
    assert!(matches!(raised, Complete(Err(e)) if e.is::<GeneratorExit>()));
    assert!(event_loop.is_idle());
}
