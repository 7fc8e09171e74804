//! Connecting: refused, and in time.
use futures_util::{AsyncReadExt, AsyncWriteExt};
use stage06::{
    Runtime,
    combine::timeout,
    net::{TcpListener, TcpStream},
    runtime::sleep,
};
use std::{io::ErrorKind, time::Duration};

#[test]
fn a_refused_connection_is_an_error() {
    let address = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let result = Runtime::new()
        .unwrap()
        .block_on(TcpStream::connect(address));
    assert_eq!(
        result.err().map(|e| e.kind()),
        Some(ErrorKind::ConnectionRefused)
    );
}

#[test]
fn a_read_that_takes_too_long_is_dropped_and_loses_nothing() {
    Runtime::new().unwrap().block_on(async {
        let mut listener = TcpListener::bind(([127, 0, 0, 1], 0).into()).unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap())
            .await
            .unwrap();
        let mut server = listener.accept().await.unwrap();
        let mut buffer = [0; 8];
        let read = timeout(Duration::from_millis(20), client.read(&mut buffer)).await;
        assert!(read.is_none());
        server.write_all(b"late").await.unwrap();
        assert_eq!(
            timeout(Duration::from_secs(5), client.read(&mut buffer))
                .await
                .unwrap()
                .unwrap(),
            4
        );
        assert!(
            timeout(Duration::from_secs(5), sleep(Duration::ZERO))
                .await
                .is_some()
        );
    });
}
