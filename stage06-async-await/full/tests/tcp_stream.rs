//! What a TCP stream promises besides reading and writing.

mod wire;

use futures::{AsyncReadExt, AsyncWriteExt, future::join};
use stage06_full::{
    metrics,
    net::{OwnedReadHalf, OwnedWriteHalf, TcpListener, TcpStream, UdpSocket},
    sleep, spawn, yield_now,
};
use std::{
    io::{ErrorKind, IoSlice, IoSliceMut, Read, Write},
    net::Shutdown,
    thread,
    time::Duration,
};
use wire::{any, both, kind, pair, pattern, promptly, reset};

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
fn many_buffers_are_one_message() {
    promptly("the message", || async {
        let (mut ours, mut theirs) = both();
        let parts = [b"one ", b"two ", b"six "].map(|part| IoSlice::new(part));
        assert_eq!(ours.write_vectored(&parts).await.unwrap(), 12);
        let (mut head, mut tail) = ([0; 5], [0; 20]);
        let mut buffers = [IoSliceMut::new(&mut head), IoSliceMut::new(&mut tail)];
        assert_eq!(theirs.read_vectored(&mut buffers).await.unwrap(), 12);
        assert_eq!((&head, &tail[..7]), (b"one t", &b"wo six "[..]));
        ours.close().await.unwrap();
        let mut buffers = [IoSliceMut::new(&mut head)];
        assert_eq!(theirs.read_vectored(&mut buffers).await.unwrap(), 0);
    });
}

#[test]
#[cfg(unix)]
fn a_stream_comes_from_std_and_goes_back_blocking() {
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

#[test]
fn either_end_may_close_first_and_still_hear_the_other() {
    promptly("both ends", || async {
        for accepted_first in [false, true] {
            let (connected, accepted) = both();
            let (mut first, mut second) = match accepted_first {
                true => (accepted, connected),
                false => (connected, accepted),
            };
            let big = pattern(1 << 20);
            first.write_all(b"request").await.unwrap();
            first.close().await.unwrap();
            let refused = first.write_all(b"more").await.unwrap_err();
            match cfg!(windows) {
                // "Cannot send after socket shutdown" is of no kind.
                true => assert_eq!(refused.raw_os_error(), Some(10058)),
                false => assert_eq!(refused.kind(), ErrorKind::BrokenPipe),
            }
            let (mut request, mut answer) = (Vec::new(), Vec::new());
            second.read_to_end(&mut request).await.unwrap();
            let answering = async {
                second.write_all(&big).await?;
                second.close().await
            };
            let (answered, read) = join(answering, first.read_to_end(&mut answer)).await;
            answered.unwrap();
            read.unwrap();
            assert_eq!(request, b"request");
            assert!(answer == big, "it arrived changed");
        }
    });
}

#[test]
fn a_slow_reader_gets_everything_and_nobody_asks_meanwhile() {
    promptly("16 MB", || async {
        let (mut ours, mut theirs) = pair();
        let big = pattern(16 << 20);
        let expected = big.clone();
        let writing = spawn(async move {
            ours.write_all(&big).await.unwrap();
            ours.close().await.unwrap();
        });
        // The system takes some, and then no more: no task is woken.
        let mut polls = 0;
        while metrics().polls > polls + 2 {
            polls = metrics().polls;
            sleep(Duration::from_millis(20)).await;
        }
        assert!(!writing.is_finished(), "the system took it all");
        let reader = thread::spawn(move || {
            let (mut heard, mut piece) = (Vec::new(), [0; 1009]);
            while let read @ 1.. = theirs.read(&mut piece).unwrap() {
                heard.extend_from_slice(&piece[..read]);
            }
            heard
        });
        writing.await.unwrap();
        assert!(reader.join().unwrap() == expected, "it arrived changed");
    });
}

#[test]
fn ten_clients_write_byte_by_byte() {
    promptly("the bytes", || async {
        let mut clients = Vec::new();
        for name in 0..10 {
            let (ours, theirs) = both();
            spawn(stage06_full::echo::echo(theirs));
            ours.set_nodelay(true).unwrap();
            clients.push(spawn(async move {
                let (mut read, mut write) = ours.into_split();
                let text = pattern(500 + name);
                let sent = text.clone();
                spawn(async move {
                    for byte in sent {
                        assert_eq!(write.write(&[byte]).await.unwrap(), 1);
                    }
                });
                let mut heard = Vec::new();
                read.read_to_end(&mut heard).await.unwrap();
                assert_eq!(heard, text);
            }));
        }
        for client in clients {
            client.await.unwrap();
        }
        while metrics().sockets > 0 {
            sleep(Duration::from_millis(1)).await; // the last servers end
        }
    });
}

#[test]
fn ipv6_is_no_different() {
    promptly("the word", || async {
        let Ok(listener) = TcpListener::bind("[::1]:0").await else {
            eprintln!("NOT TESTED: this machine has no IPv6");
            return;
        };
        let mut client = TcpStream::connect(listener.local_addr().unwrap())
            .await
            .unwrap();
        let (mut server, peer) = listener.accept().await.unwrap();
        assert_eq!(peer, client.local_addr().unwrap());
        assert!(peer.is_ipv6());
        client.write_all(b"word").await.unwrap();
        let mut heard = [0; 4];
        server.read_exact(&mut heard).await.unwrap();
        assert_eq!(heard, *b"word");
    });
}

#[test]
#[cfg(target_os = "linux")]
fn urgent_bytes_hold_nothing_up() {
    promptly("what came after them", || async {
        let (mut ours, mut theirs) = pair();
        theirs.write_all(b"before").unwrap();
        socket2::SockRef::from(&theirs)
            .send_out_of_band(b"!")
            .unwrap();
        theirs.write_all(b"after").unwrap();
        let mut heard = Vec::new();
        while heard.len() < 11 {
            let mut buffer = [0; 100];
            let read = ours.read(&mut buffer).await.unwrap();
            heard.extend_from_slice(&buffer[..read]);
        }
        assert_eq!(heard, b"beforeafter");
    });
}
