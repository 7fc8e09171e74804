//! Names are looked up on other threads, and every address is tried.

use stage06_full::{
    Runtime,
    net::{self, TcpStream, UdpSocket, lookup_host},
    sleep, spawn, spawn_blocking,
};
use std::{
    cell::RefCell,
    io::ErrorKind,
    net::{IpAddr, SocketAddr, TcpListener},
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
            let stream = TcpStream::connect(format!("localhost:{port}"))
                .await
                .unwrap();
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
        let outcome = Runtime::new().block_on(TcpStream::connect(closed.to_string()));
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::ConnectionRefused);
    });
}

fn listen() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").unwrap()
}

fn address(listener: &TcpListener) -> SocketAddr {
    listener.local_addr().unwrap()
}

#[test]
fn every_address_is_tried_in_order_and_the_last_error_told() {
    within(LIMIT, "the connections", || {
        let (first, second, closed) = (listen(), listen(), address(&listen()));
        let connect = |addresses: &[SocketAddr]| {
            let outcome = Runtime::new().block_on(TcpStream::connect(addresses));
            outcome.and_then(|stream| stream.peer_addr())
        };
        let connected = connect(&[closed, closed, address(&second), address(&first)]);
        assert_eq!(connected.unwrap(), address(&second));
        let error = connect(&[closed]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
        let error = connect(&[]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
    });
}

#[test]
#[cfg(target_os = "linux")] // elsewhere a full queue may answer
fn an_address_that_is_silent_is_given_up_for_the_next() {
    within(LIMIT, "the second address", || {
        let silent = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None);
        let silent = silent.unwrap();
        silent
            .bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into())
            .unwrap();
        silent.listen(0).unwrap();
        let silent: TcpListener = silent.into();
        let _fills = std::net::TcpStream::connect(address(&silent)).expect("there is room for one");
        let open = listen();
        let addresses = [address(&silent), address(&open)];
        let runtime = Runtime::with_virtual_time();
        let stream = runtime.block_on(TcpStream::connect(&addresses[..]));
        assert_eq!(stream.unwrap().peer_addr().unwrap(), address(&open));
    });
}

#[test]
fn bind_takes_the_first_address_that_is_free_and_tells_the_last_error() {
    within(LIMIT, "the sockets", || {
        Runtime::new().block_on(async {
            let taken = listen();
            let (taken, free) = (address(&taken), SocketAddr::from(([127, 0, 0, 1], 0)));
            let elsewhere = SocketAddr::from(([192, 0, 2, 1], 0)); // not of this machine
            for addresses in [[taken, free], [elsewhere, free]] {
                let bound = net::TcpListener::bind(&addresses[..]).await.unwrap();
                let port = bound.local_addr().unwrap().port();
                assert!(bound.local_addr().unwrap().ip().is_loopback() && port != taken.port());
            }
            let error = net::TcpListener::bind(&[taken, elsewhere][..]).await;
            assert_eq!(error.unwrap_err().kind(), ErrorKind::AddrNotAvailable);
            let error = net::TcpListener::bind(&[][..]).await;
            assert_eq!(error.unwrap_err().kind(), ErrorKind::NotFound);
        });
    });
}

#[test]
fn whatever_names_an_address_does() {
    within(LIMIT, "the sockets", || {
        Runtime::new().block_on(async {
            let listener = net::TcpListener::bind("localhost:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let (ip, port): (IpAddr, u16) = (address.ip(), address.port());
            let reached = [
                TcpStream::connect(address).await,
                TcpStream::connect(&[address][..]).await,
                TcpStream::connect((ip, port)).await,
                TcpStream::connect(("localhost", port)).await,
                TcpStream::connect((ip.to_string(), port)).await,
                TcpStream::connect(&format!("localhost:{port}")).await,
            ];
            for stream in reached {
                assert_eq!(stream.unwrap().peer_addr().unwrap(), address);
            }
            let [ada, bea] = [
                UdpSocket::bind(("127.0.0.1", 0)).await,
                UdpSocket::bind("127.0.0.1:0").await,
            ];
            let (ada, bea) = (ada.unwrap(), bea.unwrap());
            ada.send_to(b"one", bea.local_addr().unwrap().to_string())
                .await
                .unwrap();
            bea.connect(("127.0.0.1", ada.local_addr().unwrap().port()))
                .await
                .unwrap();
            assert_eq!(bea.recv(&mut [0; 9]).await.unwrap(), 3);
            assert_eq!(bea.peer_addr().unwrap(), ada.local_addr().unwrap());
        });
    });
}

#[test]
fn an_address_in_figures_needs_no_thread() {
    within(LIMIT, "the addresses", || {
        let runtime = Runtime::builder().max_blocking_threads(1).build();
        let (release, released) = mpsc::channel::<()>();
        let busy = runtime.handle().spawn_blocking(move || released.recv());
        runtime.block_on(async {
            let listener = net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
            let address = listener.local_addr().unwrap().to_string();
            TcpStream::connect(address).await.unwrap();
            drop(release);
            busy.await.unwrap().unwrap_err();
        });
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
