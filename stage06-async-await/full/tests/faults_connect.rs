//! Connects that do not succeed; and each gives its descriptor back. One test counts them at a time, because
//! descriptors are the whole process's.
#![cfg(target_os = "linux")]

mod wire;

use stage06_full::{Elapsed, metrics, net::TcpStream, spawn, timeout, yield_now};
use std::{
    io::ErrorKind,
    process,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use wire::{any, descriptors, full, kind, promptly, refused};

const SOON: Duration = Duration::from_millis(20);

/// Runs a check alone, and sees that it leaves as many descriptors open as there were.
fn alone<F: Future<Output = ()>>(awaited: &str, check: impl FnOnce() -> F + Send + 'static) {
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let before = descriptors(process::id());
    promptly(awaited, check);
    assert_eq!(descriptors(process::id()), before);
}

#[test]
fn nobody_listens() {
    alone("the refusal", || async {
        let (_keeps, address) = refused();
        for _ in 0..10 {
            let refusal = kind(TcpStream::connect(address).await);
            assert_eq!(refusal, Some(ErrorKind::ConnectionRefused));
            assert_eq!(metrics().sockets, 0);
        }
    });
}

#[test]
fn nobody_answers_in_time() {
    alone("the time limit", || async {
        let (_listener, address, _fills) = full();
        let open = descriptors(process::id());
        let mut with_reactor = None;
        for _ in 0..5 {
            let late = timeout(SOON, TcpStream::connect(address)).await;
            assert_eq!(late.err(), Some(Elapsed));
            assert_eq!(metrics().sockets, 0);
            let open_now = descriptors(process::id());
            assert_eq!(open_now, *with_reactor.get_or_insert(open_now));
        }
        assert!(with_reactor.unwrap() <= open + 3, "the reactor's own");
    });
}

#[test]
fn the_time_limit_stops_no_other_connect() {
    alone("the others", || async {
        let (_full, address, _fills) = full();
        let silent: Vec<_> = (0..10)
            .map(|_| spawn(timeout(SOON, TcpStream::connect(address))))
            .collect();
        let listener = std::net::TcpListener::bind(any()).unwrap();
        for _ in 0..20 {
            TcpStream::connect(listener.local_addr().unwrap())
                .await
                .unwrap();
        }
        for late in silent {
            assert_eq!(late.await.unwrap().err(), Some(Elapsed));
        }
    });
}

#[test]
fn the_listener_goes_while_a_connect_waits() {
    alone("the refusal", || async {
        let (listener, address, fills) = full();
        let connecting = spawn(TcpStream::connect(address));
        yield_now().await;
        assert_eq!(metrics().sockets, 1);
        drop((listener, fills));
        // The system asks once more after a second.
        let refusal = kind(connecting.await.unwrap());
        assert_eq!(refusal, Some(ErrorKind::ConnectionRefused));
    });
}

#[test]
fn a_connect_is_given_up() {
    alone("nothing", || async {
        let (_listener, address, _fills) = full();
        let connecting = spawn(TcpStream::connect(address));
        yield_now().await;
        assert_eq!(metrics().sockets, 1);
        connecting.abort();
        assert!(connecting.await.is_err());
        assert_eq!(metrics().sockets, 0);
    });
}

#[test]
fn an_address_that_makes_no_sense() {
    alone("the error", || async {
        let nowhere = "255.255.255.255:1";
        assert!(TcpStream::connect(nowhere).await.is_err());
    });
}
