//! What is left when its runtime is gone: each operation of a socket fails, and a sleep goes on elsewhere.

mod support;

use futures::{AsyncReadExt, AsyncWriteExt, FutureExt, StreamExt};
use stage06_full::{
    Runtime, block_on,
    net::{TcpListener, UdpSocket},
    sleep,
};
use std::{
    io::{self, Read},
    net, thread,
    time::Duration,
};
use support::{any, half_pair, ms, panic_of, promptly, settle};

async fn udp_pair() -> (UdpSocket, net::UdpSocket) {
    let ours = UdpSocket::bind(any()).await.unwrap();
    let theirs = net::UdpSocket::bind(any()).unwrap();
    theirs.connect(ours.local_addr().unwrap()).unwrap();
    (ours, theirs)
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
            is_gone(stream.writable().await);
            is_gone(stream.peek(&mut [0]).await);
            is_gone(udp.recv(&mut [0]).await);
            is_gone(udp.peek_from(&mut [0]).await);
            is_gone(udp.send_to(b"word", udp.local_addr().unwrap()).await);
            is_gone(listener.accept().await);
            assert!(listener.incoming().next().await.is_none());

            let stream = stage06_full::net::TcpStream::from_std(stream.into_std().unwrap());
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
#[cfg(unix)]
fn each_unix_socket_whose_runtime_is_gone_says_so() {
    use stage06_full::net::{UnixDatagram, UnixListener, UnixStream};

    promptly("the errors", || {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let runtime = Runtime::new();
        let (listener, (stream, _peer), (ada, _bea)) = runtime.block_on(async {
            let listener = UnixListener::bind(path("listener")).unwrap();
            (
                listener,
                UnixStream::pair().unwrap(),
                UnixDatagram::pair().unwrap(),
            )
        });
        drop(runtime);
        Runtime::new().block_on(async {
            is_gone(listener.accept().await);
            assert!(listener.incoming().next().await.is_none());
            is_gone((&stream).read(&mut [0]).await);
            is_gone((&stream).write(b"word").await);
            is_gone(stream.readable().await);
            is_gone(stream.writable().await);
            is_gone(ada.recv(&mut [0]).await);
            is_gone(ada.recv_from(&mut [0]).await);
            is_gone(ada.send(b"word").await);
            is_gone(ada.send_to(b"word", path("listener")).await);
            let (mut read, mut write) = stream.into_split();
            is_gone(read.read(&mut [0]).await);
            is_gone(write.write(b"word").await);
        });
    });
}

#[test]
fn a_sleep_whose_runtime_is_gone_goes_on_in_another_one_and_panics_where_there_is_none() {
    promptly("the sleep", || {
        let (gone, here) = (Runtime::new(), Runtime::with_virtual_time());
        let sleeping = sleep(Duration::from_secs(3600)).shared();
        gone.spawn(sleeping.clone()); // its timer is there
        settle(&gone);
        let waiting = here.spawn(sleeping.clone());
        settle(&here);
        drop(gone);
        here.block_on(waiting).unwrap();

        let gone = Runtime::new();
        let mut sleeping = sleep(Duration::from_secs(3600));
        gone.block_on(async { assert!((&mut sleeping).now_or_never().is_none()) });
        drop(gone);
        let message = panic_of(|| block_on(sleeping));
        assert!(message.contains("no runtime runs"), "{message}");
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
            settle(&runtime);
            drop(runtime);
            let (mut stream, _peer) = told.recv().unwrap();
            is_gone(block_on(stream.read(&mut [0])));
        }
    });
}
