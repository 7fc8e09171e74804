//! Connecting: refused, and in time.

mod support;

use futures_util::{AsyncReadExt, AsyncWriteExt};
use stage06::combine::timeout;
use stage06::net::{TcpListener, TcpStream};
use stage06::runtime::Runtime;
use std::io::ErrorKind;
use std::time::Duration;
use support::promptly;

#[test]
fn a_refused_connection_is_an_error() {
    promptly("the refusal", || {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let runtime = Runtime::new().unwrap();
        let result = runtime.block_on(TcpStream::connect(address));
        let kind = result.err().map(|error| error.kind());
        assert_eq!(kind, Some(ErrorKind::ConnectionRefused));
    });
}

#[test]
fn a_read_that_takes_too_long_is_dropped_and_loses_nothing() {
    promptly("the bytes", || {
        Runtime::new().unwrap().block_on(async {
            let mut listener = TcpListener::bind(([127, 0, 0, 1], 0).into()).unwrap();
            let address = listener.local_addr().unwrap();
            let mut client = TcpStream::connect(address).await.unwrap();
            let mut server = listener.accept().await.unwrap();
            let mut buffer = [0; 8];
            let read = timeout(Duration::from_millis(20), client.read(&mut buffer)).await;
            assert!(read.is_none());
            server.write_all(b"late").await.unwrap();
            assert_eq!(client.read(&mut buffer).await.unwrap(), 4);
        });
    });
}

#[test]
fn in_another_runtime_a_socket_fails_and_does_not_wait_for_ever() {
    promptly("the errors", || {
        let first = Runtime::new().unwrap();
        let (mut listener, mut client) = first.block_on(async {
            let listener = TcpListener::bind(([127, 0, 0, 1], 0).into()).unwrap();
            let address = listener.local_addr().unwrap();
            (listener, TcpStream::connect(address).await.unwrap())
        });
        drop(first);
        Runtime::new().unwrap().block_on(async {
            let sentence = "the socket belongs to another runtime";
            let accepted = listener.accept().await;
            assert_eq!(accepted.err().unwrap().to_string(), sentence);
            let read = client.read(&mut [0]).await;
            assert_eq!(read.unwrap_err().to_string(), sentence);
            let written = client.write(b"!").await;
            assert_eq!(written.unwrap_err().to_string(), sentence);
        });
    });
}
