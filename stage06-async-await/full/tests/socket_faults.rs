//! What can go wrong with a socket is told to the one who uses it.

mod support;

use futures::{AsyncReadExt, AsyncWriteExt};
use socket2::{Domain, SockRef, Socket, Type};
use stage06_full::{
    Runtime,
    net::{TcpListener, TcpStream},
    sleep, spawn, timeout, yield_now,
};
use std::{
    io::ErrorKind::{BrokenPipe, ConnectionRefused, ConnectionReset},
    net::{self, SocketAddr},
    time::Duration,
};
use support::{any, half_pair, ms, promptly};

fn really(awaited: &str, check: impl AsyncFnOnce(&Runtime) + Send + 'static) {
    promptly(awaited, || {
        let runtime = Runtime::new();
        runtime.block_on(check(&runtime));
        assert_eq!(runtime.metrics().sockets, 0);
    });
}

/// Ends a connection as a crash would.
fn reset(socket: net::TcpStream) {
    SockRef::from(&socket)
        .set_linger(Some(Duration::ZERO))
        .unwrap();
}

#[test]
fn nobody_listens() {
    really("the refusal", async |_| {
        let address = {
            let listener = net::TcpListener::bind(any()).unwrap();
            listener.local_addr().unwrap()
        };
        let error = TcpStream::connect(address).await.unwrap_err();
        assert_eq!(error.kind(), ConnectionRefused);
    });
}

#[test]
fn a_reset_while_a_task_reads() {
    really("the reset", async |_| {
        let (mut ours, theirs) = half_pair();
        let reading = spawn(async move {
            let error = ours.read(&mut [0]).await.unwrap_err();
            assert_eq!(ours.read(&mut [0]).await.unwrap(), 0, "told once");
            error.kind()
        });
        yield_now().await;
        reset(theirs);
        assert_eq!(reading.await.unwrap(), ConnectionReset);
    });
}

#[test]
fn a_reset_while_a_task_writes() {
    really("the reset", async |_| {
        let (mut ours, theirs) = half_pair();
        let writing = spawn(async move { ours.write_all(&vec![0; 16 << 20]).await });
        sleep(ms(20)).await;
        assert!(!writing.is_finished(), "the system cannot hold so much");
        reset(theirs);
        let error = writing.await.unwrap().unwrap_err();
        assert!(
            [ConnectionReset, BrokenPipe].contains(&error.kind()),
            "{error}"
        );
    });
}

#[test]
fn a_reset_before_it_is_accepted_ends_only_that_client() {
    really("the second client", async |_| {
        let listener = TcpListener::bind(any()).await.unwrap();
        let address = listener.local_addr().unwrap();
        reset(net::TcpStream::connect(address).unwrap());
        let second = net::TcpStream::connect(address).unwrap();
        loop {
            let Ok((_, peer)) = listener.accept().await else {
                continue; // the first, if the system tells of it
            };
            if peer == second.local_addr().unwrap() {
                break;
            }
        }
    });
}

/// An address at which connecting takes forever: the queue of those to be accepted is full.
fn full() -> (Socket, Vec<Socket>, SocketAddr) {
    let listener = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    listener.bind(&any().into()).unwrap();
    listener.listen(0).unwrap();
    let address = listener.local_addr().unwrap();
    let connect = |_| {
        let client = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        client.set_nonblocking(true).unwrap();
        let _ = client.connect(&address);
        client
    };
    let clients = (0..8).map(connect).collect();
    (listener, clients, address.as_socket().unwrap())
}

#[test]
fn connecting_may_take_for_ever_and_giving_up_gives_the_socket_back() {
    really("the time limit", async |runtime| {
        let (_listener, _clients, address) = full();
        let connecting = spawn(TcpStream::connect(address));
        yield_now().await;
        assert_eq!(runtime.metrics().sockets, 1);
        sleep(ms(20)).await;
        if !connecting.is_finished() {
            connecting.abort();
            assert_eq!(runtime.metrics().sockets, 0);
        }
        drop(connecting);
        let late = timeout(ms(5), TcpStream::connect(address)).await;
        drop(late);
        assert_eq!(runtime.metrics().sockets, 0);
    });
}
