//! Sockets away from their runtime, on another thread.

mod support;

use futures::{AsyncReadExt, AsyncWriteExt, StreamExt};
use stage06_full::{
    Runtime, block_on,
    net::{TcpListener, TcpStream, UdpSocket},
    sleep, spawn_blocking,
};
use std::{io::Read, net};
use support::{any, ms, promptly};

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
