//! The selector: keys, levels, sharing and letting go.

mod support;

use stage02::{Interest, Ready, Selector};
use std::{
    collections::HashSet,
    io::{ErrorKind, Read, Write},
    net::UdpSocket,
    rc::Rc,
    time::{Duration, Instant},
};
use support::{pair, promptly, readable};

const NOW: Option<Duration> = Some(Duration::ZERO);

#[test]
fn only_what_is_asked_for_is_reported() {
    promptly("readiness", || {
        let mut selector = Selector::new().unwrap();
        let (socket, mut peer) = pair();
        let key = selector.register(socket, Interest::Read, ()).unwrap();
        assert_eq!(selector.select(NOW).unwrap(), []);

        peer.write_all(b"x").unwrap();
        let readable = Ready {
            key,
            readable: true,
            writable: false,
        };
        assert_eq!(selector.select(None).unwrap(), [readable]);

        selector.modify(key, Interest::Write).unwrap();
        let writable = Ready {
            key,
            readable: false,
            writable: true,
        };
        assert_eq!(selector.select(None).unwrap(), [writable]);
    });
}

#[test]
fn both_directions_are_one_report() {
    promptly("readiness", || {
        let mut selector = Selector::new().unwrap();
        let (socket, _peer) = readable();
        let key = selector.register(socket, Interest::ReadWrite, ()).unwrap();
        let both = Ready {
            key,
            readable: true,
            writable: true,
        };
        assert_eq!(selector.select(None).unwrap(), [both]);
    });
}

#[test]
fn readiness_is_reported_until_it_is_used_up() {
    promptly("readiness, again", || {
        let mut selector = Selector::new().unwrap();
        let (socket, mut peer) = pair();
        selector
            .register(socket.clone(), Interest::Read, ())
            .unwrap();
        peer.write_all(b"x").unwrap();
        for _ in 0..3 {
            assert_eq!(selector.select(None).unwrap().len(), 1);
        }
        (&*socket).read_exact(&mut [0]).unwrap();
        assert_eq!(selector.select(NOW).unwrap(), []);
    });
}

#[test]
fn a_closed_peer_is_readable() {
    promptly("the end", || {
        let mut selector = Selector::new().unwrap();
        let (socket, peer) = pair();
        selector
            .register(socket.clone(), Interest::Read, ())
            .unwrap();
        drop(peer);
        assert!(selector.select(None).unwrap()[0].readable);
        assert_eq!((&*socket).read(&mut [0]).unwrap(), 0);
    });
}

#[test]
fn a_reset_is_reported_as_what_was_asked_for() {
    promptly("the reset", || {
        let mut selector = Selector::new().unwrap();
        let (socket, peer) = pair();
        let key = selector
            .register(socket.clone(), Interest::Read, ())
            .unwrap();
        socket2::SockRef::from(&peer)
            .set_linger(Some(Duration::ZERO))
            .unwrap();
        drop(peer);
        let readable = Ready {
            key,
            readable: true,
            writable: false,
        };
        assert_eq!(selector.select(None).unwrap(), [readable]);
        selector.modify(key, Interest::Write).unwrap();
        let writable = Ready {
            key,
            readable: false,
            writable: true,
        };
        assert_eq!(selector.select(None).unwrap(), [writable]);
    });
}

#[test]
fn reports_come_in_the_order_of_registration() {
    promptly("five reports", || {
        let mut selector = Selector::new().unwrap();
        let sockets: Vec<_> = (0..5).map(|_| pair()).collect();
        let keys: Vec<_> = sockets
            .iter()
            .map(|(socket, _)| {
                selector
                    .register(socket.clone(), Interest::Write, ())
                    .unwrap()
            })
            .collect();
        selector.modify(keys[0], Interest::ReadWrite).unwrap();
        let ready: Vec<_> = selector
            .select(None)
            .unwrap()
            .iter()
            .map(|r| r.key)
            .collect();
        assert_eq!(ready, keys);
    });
}

#[test]
fn the_same_descriptor_twice_is_refused() {
    let mut selector = Selector::new().unwrap();
    let (socket, _peer) = pair();
    let key = selector
        .register(socket.clone(), Interest::Read, "first")
        .unwrap();
    let again = selector
        .register(socket.clone(), Interest::Write, "second")
        .unwrap_err();
    assert_eq!(again.kind(), ErrorKind::AlreadyExists);
    assert_eq!(selector.len(), 1);
    assert_eq!(selector.get(key), Some(&"first"));
    assert_eq!(
        Rc::strong_count(&socket),
        2,
        "the refused registration kept the socket"
    );
}

#[test]
fn no_key_is_given_out_twice() {
    let mut selector = Selector::new().unwrap();
    let (socket, _peer) = pair();
    let keys: HashSet<_> = (0..100)
        .map(|_| {
            let key = selector
                .register(socket.clone(), Interest::Read, ())
                .unwrap();
            selector.unregister(key).unwrap();
            key
        })
        .collect();
    assert_eq!(keys.len(), 100);
}

#[test]
fn a_key_that_outlives_its_registration_names_nobody() {
    let mut selector = Selector::new().unwrap();
    let (socket, _peer) = pair();
    let old = selector
        .register(socket.clone(), Interest::Read, "old")
        .unwrap();
    assert_eq!(selector.unregister(old).unwrap(), "old");
    selector.register(socket, Interest::Read, "new").unwrap();

    assert_eq!(selector.get(old), None);
    assert_eq!(selector.get_mut(old), None);
    assert_eq!(
        selector.unregister(old).unwrap_err().kind(),
        ErrorKind::NotFound
    );
    assert_eq!(
        selector.modify(old, Interest::Write).unwrap_err().kind(),
        ErrorKind::NotFound
    );
    assert_eq!(selector.len(), 1);
}

#[test]
fn a_socket_stays_open_until_it_is_unregistered() {
    promptly("the peer's end", || {
        let mut selector = Selector::new().unwrap();
        let (socket, mut peer) = pair();
        let key = selector.register(socket, Interest::Read, ()).unwrap();
        peer.write_all(b"still open").unwrap();
        assert_eq!(selector.select(None).unwrap().len(), 1);
        selector.unregister(key).unwrap();
        assert!(
            matches!(peer.read(&mut [0]), Ok(0) | Err(_)),
            "it is closed now"
        );
    });
}

#[test]
fn a_dropped_selector_lets_go_of_everything() {
    let (socket, _peer) = pair();
    let data = Rc::new(());
    let mut selector = Selector::new().unwrap();
    selector
        .register(socket.clone(), Interest::Read, data.clone())
        .unwrap();
    assert_eq!((Rc::strong_count(&socket), Rc::strong_count(&data)), (2, 2));
    drop(selector);
    assert_eq!((Rc::strong_count(&socket), Rc::strong_count(&data)), (1, 1));
}

#[test]
fn a_timeout_ends_an_idle_wait_and_not_before() {
    promptly("the timeout", || {
        let mut selector = Selector::new().unwrap();
        let socket = Rc::new(UdpSocket::bind("127.0.0.1:0").unwrap());
        selector.register(socket, Interest::Read, ()).unwrap();
        let (begun, timeout) = (Instant::now(), Duration::from_millis(20));
        assert_eq!(selector.select(Some(timeout)).unwrap(), []);
        assert!(begun.elapsed() >= timeout, "it was cut short");
    });
}

#[test]
fn an_interest_in_nothing_does_not_exist() {
    assert_eq!(Interest::new(false, false), None);
    for (read, write) in [(true, false), (false, true), (true, true)] {
        let interest = Interest::new(read, write).unwrap();
        assert_eq!((interest.reads(), interest.writes()), (read, write));
    }
}
