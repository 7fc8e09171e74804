//! What a TCP stream promises besides reading and writing.

mod wire;

use futures::{AsyncReadExt, AsyncWriteExt, future::join};
use stage06_full::{
    metrics,
    net::{OwnedReadHalf, OwnedWriteHalf, TcpListener, TcpStream, UdpSocket},
    sleep, spawn, yield_now,
};
use std::{
    io::{ErrorKind, Write},
    net::Shutdown,
    thread,
    time::Duration,
};
use wire::{any, both, kind, pair, promptly, reset};

#[test]
fn sockets_and_their_futures_may_go_to_other_threads() {
    fn is_send<T: Send>(_: T) {}
    fn is_sync<T: Send + Sync>() {}
    is_sync::<TcpStream>();
    is_sync::<TcpListener>();
    is_sync::<UdpSocket>();
    is_sync::<OwnedReadHalf<TcpStream>>();
    is_sync::<OwnedWriteHalf<TcpStream>>();
    is_send(TcpStream::connect(any()));
    is_send(async {
        let listener = TcpListener::bind(any()).await.unwrap();
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.peek(&mut [0]).await.unwrap();
        stream.readable().await.unwrap();
        let (mut read, mut write) = (stream.read(&mut [0]).await, stream.write(&[0]).await);
        let _ = (&mut read, &mut write);
        let socket = UdpSocket::bind(any()).await.unwrap();
        socket.recv_from(&mut [0]).await.unwrap();
        socket.send_to(&[0], any()).await.unwrap();
    });
    #[cfg(unix)]
    {
        is_sync::<stage06_full::net::UnixStream>();
        is_sync::<stage06_full::net::UnixListener>();
        is_sync::<stage06_full::net::UnixDatagram>();
    }
}

#[test]
fn a_stream_is_used_on_another_thread_while_its_loop_turns() {
    promptly("the other thread", || async {
        let (mut ours, mut theirs) = both();
        let (done, finished) = futures::channel::oneshot::channel();
        let other = thread::spawn(move || {
            let mut heard = Vec::new();
            stage06_full::block_on(ours.read_to_end(&mut heard)).unwrap();
            drop(ours);
            done.send(heard).unwrap();
        });
        theirs.write_all(b"hello").await.unwrap();
        sleep(Duration::from_millis(5)).await; // most times it waits by now
        theirs.close().await.unwrap();
        assert_eq!(finished.await.unwrap(), b"hello");
        other.join().unwrap();
    });
}

#[test]
fn a_peek_waits_and_takes_nothing() {
    promptly("the words", || async {
        let (mut ours, mut theirs) = pair();
        let peeking = async {
            let mut buffer = [0; 10];
            let peeked = ours.peek(&mut buffer).await.unwrap();
            assert_eq!(buffer[..peeked], *b"hello");
        };
        let writing = async {
            yield_now().await;
            theirs.write_all(b"hello").unwrap();
        };
        join(peeking, writing).await;
        let mut buffer = [0; 5];
        ours.read_exact(&mut buffer).await.unwrap();
        assert_eq!(buffer, *b"hello");
        drop(theirs);
        assert_eq!(ours.peek(&mut buffer).await.unwrap(), 0, "the end");
        assert_eq!(ours.read(&mut buffer).await.unwrap(), 0, "still the end");
    });
}

#[test]
fn a_task_waits_without_a_buffer() {
    promptly("the word", || async {
        let (mut ours, mut theirs) = pair();
        ours.writable().await.unwrap();
        let before = metrics().polls;
        let waiting = spawn(async move {
            ours.readable().await.unwrap();
            let mut buffer = [0; 4];
            ours.read_exact(&mut buffer).await.unwrap();
            buffer
        });
        yield_now().await;
        theirs.write_all(b"word").unwrap();
        assert_eq!(waiting.await.unwrap(), *b"word");
        assert!(metrics().polls - before <= 6, "it waited by asking");
    });
}

#[test]
fn settings_are_the_systems() {
    promptly("nothing", || async {
        let (ours, _theirs) = pair();
        for on in [true, false] {
            ours.set_nodelay(on).unwrap();
            assert_eq!(ours.nodelay().unwrap(), on);
        }
        assert_eq!(ours.linger().unwrap(), None);
        for linger in [Some(Duration::from_secs(3)), None] {
            ours.set_linger(linger).unwrap();
            assert_eq!(ours.linger().unwrap(), linger);
        }
        ours.set_ttl(40).unwrap();
        assert_eq!(ours.ttl().unwrap(), 40);
        assert!(ours.take_error().unwrap().is_none());
        socket2::SockRef::from(&ours).set_keepalive(true).unwrap();
    });
}

#[test]
fn no_time_to_linger_is_a_reset_for_the_peer() {
    promptly("the reset", || async {
        let (ours, mut theirs) = both();
        ours.set_linger(Some(Duration::ZERO)).unwrap();
        drop(ours);
        let error = kind(theirs.read(&mut [0]).await);
        assert_eq!(error, Some(ErrorKind::ConnectionReset));
    });
}

#[test]
#[cfg(unix)]
fn a_stream_comes_from_std_and_goes_back_blocking() {
    use std::io::Read;

    promptly("the word", || async {
        let (ours, mut theirs) = pair();
        assert_eq!(metrics().sockets, 1);
        let mut ours = ours.into_std().unwrap();
        assert_eq!(metrics().sockets, 0);
        wire::blocks(&ours, || ours.peek(&mut [0]));
        theirs.write_all(b"word").unwrap();
        let mut buffer = [0; 4];
        ours.read_exact(&mut buffer).unwrap();
        assert_eq!(buffer, *b"word");
    });
}

#[test]
fn closing_twice_or_after_a_reset_is_no_error() {
    promptly("the reset", || async {
        let (mut ours, theirs) = pair();
        ours.close().await.unwrap();
        ours.close().await.unwrap();
        reset(theirs);
        let error = kind(ours.read(&mut [0]).await);
        assert_eq!(error, Some(ErrorKind::ConnectionReset));
        ours.close().await.unwrap();
        assert_eq!(
            kind(ours.shutdown(Shutdown::Write)),
            Some(ErrorKind::NotConnected)
        );
    });
}
