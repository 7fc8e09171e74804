//! Sockets away from their runtime: on another thread, and after its end.

mod support;

use futures::{AsyncReadExt, AsyncWriteExt, StreamExt};
use stage06_full::{
    Runtime, block_on,
    net::{TcpListener, TcpStream, UdpSocket},
    sleep, spawn_blocking,
};
use std::{
    io::{self, Read},
    net, thread,
};
use support::{any, half_pair, ms, promptly};

async fn udp_pair() -> (UdpSocket, net::UdpSocket) {
    let ours = UdpSocket::bind(any()).await.unwrap();
    let theirs = net::UdpSocket::bind(any()).unwrap();
    theirs.connect(ours.local_addr().unwrap()).unwrap();
    (ours, theirs)
}

#[test]
fn a_listener_accepts_on_another_thread_for_its_own_runtime() {
    promptly("the clients", || {
        let runtime = Runtime::new();
        runtime.block_on(async {
            let listener = TcpListener::bind(any()).await.unwrap();
            let address = listener.local_addr().unwrap();
            let serving = spawn_blocking(move || {
                let accepted = block_on(listener.accept());
                let (mut first, _) = accepted.unwrap();
                block_on(first.write_all(b"first")).unwrap();
                let second = block_on(listener.incoming().next());
                block_on(second.unwrap().write_all(b"second")).unwrap();
                (listener, first)
            });
            for word in ["first", "second"] {
                let mut client = net::TcpStream::connect(address).unwrap();
                let heard = spawn_blocking(move || {
                    let mut heard = vec![0; word.len()];
                    client.read_exact(&mut heard).map(|()| heard)
                });
                assert_eq!(heard.await.unwrap().unwrap(), word.as_bytes());
            }
            let (_listener, mut first) = serving.await.unwrap();
            assert_eq!(stage06_full::metrics().sockets, 2);
            assert!(first.close().await.is_ok(), "it goes on here");
        });
    });
}

#[test]
fn a_listener_accepts_inside_of_another_runtime_for_its_own() {
    promptly("the client", || {
        let runtime = Runtime::new();
        runtime.block_on(async {
            let listener = TcpListener::bind(any()).await.unwrap();
            let mut client = TcpStream::connect(listener.local_addr().unwrap())
                .await
                .unwrap();
            let serving = spawn_blocking(move || {
                let other = Runtime::new();
                let (stream, _) = other.block_on(listener.accept()).unwrap();
                assert_eq!(other.metrics().sockets, 0);
                (listener, stream)
            });
            let (_listener, mut stream) = serving.await.unwrap();
            client.write_all(b"hello").await.unwrap();
            let mut heard = [0; 5];
            stream.read_exact(&mut heard).await.unwrap();
            assert_eq!(heard, *b"hello");
        });
    });
}

#[test]
#[cfg(unix)]
fn so_does_a_unix_listener() {
    use stage06_full::net::{UnixListener, UnixStream};

    promptly("the clients", || {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("socket");
        Runtime::new().block_on(async {
            let listener = UnixListener::bind(&path).unwrap();
            let serving = spawn_blocking(move || {
                let (mut first, _) = block_on(listener.accept()).unwrap();
                let mut second = block_on(listener.incoming().next()).unwrap();
                block_on(first.write_all(b"first")).unwrap();
                block_on(second.write_all(b"second")).unwrap();
            });
            let mut first = UnixStream::connect(&path).await.unwrap();
            let mut second = UnixStream::connect(&path).await.unwrap();
            let mut heard = String::new();
            first.read_to_string(&mut heard).await.unwrap();
            second.read_to_string(&mut heard).await.unwrap();
            assert_eq!(heard, "firstsecond");
            serving.await.unwrap();
        });
    });
}

#[test]
fn datagrams_are_received_on_another_thread() {
    promptly("the datagram", || {
        Runtime::new().block_on(async {
            let (ours, theirs) = udp_pair().await;
            let receiving = spawn_blocking(move || block_on(ours.recv(&mut [0; 9])));
            sleep(ms(5)).await;
            theirs.send(b"word").unwrap();
            assert_eq!(receiving.await.unwrap().unwrap(), 4);
        });
    });
}

/// It says that the runtime is gone.
fn is_gone<T>(outcome: io::Result<T>) {
    let error = outcome.err().expect("nothing can come any more");
    assert_eq!(error.kind(), io::ErrorKind::Other);
    assert!(
        error
            .to_string()
            .contains("runtime of this socket was dropped"),
        "{error}"
    );
}

#[test]
fn a_socket_whose_runtime_is_gone_says_so_in_another_one() {
    promptly("the errors", || {
        let runtime = Runtime::new();
        let (mut stream, peer) = runtime.block_on(async { half_pair() });
        let (udp, _peer) = runtime.block_on(async { udp_pair().await });
        let listener = runtime.block_on(async { TcpListener::bind(any()).await.unwrap() });
        drop(runtime);
        Runtime::new().block_on(async {
            is_gone(stream.read(&mut [0]).await);
            is_gone(stream.write(b"word").await);
            is_gone(stream.readable().await);
            is_gone(stream.peek(&mut [0]).await);
            is_gone(udp.recv(&mut [0]).await);
            is_gone(udp.send_to(b"word", udp.local_addr().unwrap()).await);
            is_gone(listener.accept().await);
            assert!(listener.incoming().next().await.is_none());

            let stream = TcpStream::from_std(stream.into_std().unwrap());
            stream
                .unwrap()
                .write_all(b"word")
                .await
                .expect("it lives on here");
        });
        let mut heard = String::new();
        (&peer).read_to_string(&mut heard).unwrap();
        assert_eq!(heard, "word");
    });
}

#[test]
fn who_waits_on_another_thread_is_told_when_the_runtime_is_dropped() {
    promptly("the errors", || {
        let runtime = Runtime::new();
        let (mut stream, _peer) = runtime.block_on(async { half_pair() });
        let (udp, _theirs) = runtime.block_on(async { udp_pair().await });
        let listener = runtime.block_on(async { TcpListener::bind(any()).await.unwrap() });
        let (waits, waiting) = std::sync::mpsc::channel();
        let start = || waits.send(()).unwrap();
        let others = thread::scope(|scope| {
            let waiters = [
                scope.spawn(|| {
                    start();
                    block_on(stream.read(&mut [0])).map(drop)
                }),
                scope.spawn(|| {
                    start();
                    block_on(udp.recv(&mut [0])).map(drop)
                }),
                scope.spawn(|| {
                    start();
                    block_on(listener.accept()).map(drop)
                }),
            ];
            (0..3).for_each(|_| waiting.recv().unwrap());
            thread::sleep(ms(10)); // most of them wait by now; the others are told at once
            drop(runtime);
            waiters.map(|waiter| waiter.join().unwrap())
        });
        others.into_iter().for_each(is_gone);
    });
}

#[test]
fn a_socket_that_is_made_while_its_runtime_is_dropped_says_so() {
    promptly("the errors", || {
        for driver in [false, true] {
            let runtime = Runtime::new();
            let (tell, told) = std::sync::mpsc::channel();
            let late = support::OnDrop(move || tell.send(half_pair()).unwrap());
            drop(runtime.spawn(async move {
                let _socket = driver.then(half_pair);
                let _late = late;
                std::future::pending::<()>().await;
            }));
            support::settle(&runtime);
            drop(runtime);
            let (mut stream, _peer) = told.recv().unwrap();
            is_gone(block_on(stream.read(&mut [0])));
        }
    });
}
