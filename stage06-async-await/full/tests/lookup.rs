//! Names are looked up on other threads, and every address is tried.

use stage06_full::{
    Runtime,
    net::{connect, lookup_host},
    sleep, spawn, spawn_blocking,
};
use std::{
    cell::RefCell,
    io::ErrorKind,
    net::{SocketAddr, TcpListener},
    rc::Rc,
    sync::mpsc,
    time::Duration,
};
use testkit::within;

/// A resolver may take its time to find out that there is nothing.
const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn localhost_is_here() {
    within(LIMIT, "the addresses", || {
        let addresses = Runtime::new()
            .block_on(lookup_host("localhost:80"))
            .unwrap();
        assert!(!addresses.is_empty());
        let here = |address: &SocketAddr| address.ip().is_loopback() && address.port() == 80;
        assert!(addresses.iter().all(here), "{addresses:?}");
    });
}

#[test]
fn connect_tries_every_address() {
    within(LIMIT, "the connection", || {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap(); // not on ::1, which localhost is too
        let port = listener.local_addr().unwrap().port();
        Runtime::new().block_on(async {
            let stream = connect(&format!("localhost:{port}")).await.unwrap();
            assert_eq!(stream.peer_addr().unwrap().port(), port);
        });
    });
}

#[test]
fn the_error_is_that_of_the_last_address() {
    within(LIMIT, "the error", || {
        let closed = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let outcome = Runtime::new().block_on(connect(&closed.to_string()));
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::ConnectionRefused);
    });
}

#[test]
fn what_is_no_name_is_an_error() {
    within(LIMIT, "the error", || {
        let runtime = Runtime::new();
        let outcome = runtime.block_on(lookup_host("no port"));
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::InvalidInput);
    });
}

#[test]
fn the_loop_goes_on_while_a_name_that_does_not_exist_is_looked_up() {
    within(LIMIT, "the error", || {
        let runtime = Runtime::builder().max_blocking_threads(1).build();
        let log = Rc::new(RefCell::new(Vec::new()));
        runtime.block_on(async {
            let (release, released) = mpsc::channel();
            let first = spawn_blocking(move || released.recv()); // the lookup has to wait for this
            let noted = log.clone();
            let lookup = spawn(async move {
                let outcome = lookup_host("does-not-exist.invalid:80").await;
                noted.borrow_mut().push("lookup");
                outcome
            });
            sleep(Duration::from_millis(5)).await;
            log.borrow_mut().push("timer");
            release.send(()).unwrap();
            first.await.unwrap().unwrap();
            assert!(lookup.await.unwrap().is_err());
        });
        assert_eq!(*log.borrow(), ["timer", "lookup"]);
    });
}
