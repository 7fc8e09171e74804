use super::*;
use crate::runtime::runtime::Runtime;
use std::net::TcpListener;
use testkit::within;

#[test]
fn a_look_up_that_is_given_up_leaves_the_queue() {
    within(Duration::from_secs(20), "the end", || {
        let runtime = Runtime::builder().max_blocking_threads(1).build();
        let pool = runtime.0.pool.clone();
        let (end, ends) = std::sync::mpsc::channel::<()>();
        let running = runtime.handle().spawn_blocking(move || ends.recv());
        while pool.queued() > 0 {
            std::thread::yield_now();
        }
        runtime.block_on(async {
            for _ in 0..6 {
                let late = timeout(Duration::ZERO, lookup_host("localhost:80")).await;
                late.expect_err("the only thread is busy");
                let connecting = crate::task::spawn::spawn(connect("localhost:80"));
                while pool.queued() == 0 {
                    crate::task::yield_now::yield_now().await;
                }
                connecting.abort();
                assert_eq!(pool.queued(), 0);
            }
        });
        assert_eq!(pool.queued(), 0);
        drop(end);
        let ended = runtime.block_on(running).expect("no panic");
        ended.expect_err("nothing was sent");
    });
}

#[test]
fn every_address_is_tried_and_the_last_error_told() {
    within(Duration::from_secs(20), "the connections", || {
        let listen = || TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = |listener: &TcpListener| listener.local_addr().expect("it is bound");
        let (open, closed) = (listen(), address(&listen()));
        let connect = |addresses: &[SocketAddr]| {
            let outcome = Runtime::new().block_on(connect_to_any(addresses));
            outcome.and_then(|stream| stream.peer_addr())
        };
        let connected = connect(&[closed, closed, address(&open)]);
        assert_eq!(connected.expect("one listens"), address(&open));
        let error = connect(&[closed]).expect_err("none listens");
        assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
        let error = connect(&[]).expect_err("there is none");
        assert_eq!(error.kind(), ErrorKind::NotFound);
    });
}

#[test]
#[cfg(target_os = "linux")] // elsewhere a full queue may answer
fn an_address_that_is_silent_is_given_up_for_the_next() {
    within(Duration::from_secs(20), "the second address", || {
        let silent = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None);
        let silent = silent.expect("a descriptor");
        let any: SocketAddr = ([127, 0, 0, 1], 0).into();
        silent.bind(&any.into()).expect("a port");
        silent.listen(0).expect("it is bound");
        let address = silent.local_addr().expect("it is bound").as_socket();
        let address = address.expect("an address");
        let _fills = std::net::TcpStream::connect(address).expect("there is room for one");
        let open = TcpListener::bind(any).expect("a port");
        let addresses = [address, open.local_addr().expect("it is bound")];
        let runtime = Runtime::with_virtual_time();
        let stream = runtime.block_on(connect_to_any(&addresses));
        let stream = stream.expect("the second answers");
        assert_eq!(stream.peer_addr().expect("it is connected"), addresses[1]);
    });
}
