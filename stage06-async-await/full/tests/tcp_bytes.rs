//! All bytes arrive through a TCP stream, in their order, however they are written and read.

mod wire;

use futures::{AsyncReadExt, AsyncWriteExt, future::join};
use stage06_full::{
    metrics,
    net::{TcpListener, TcpStream},
    sleep, spawn,
};
use std::{
    io::{ErrorKind, IoSlice, IoSliceMut, Read},
    thread,
    time::Duration,
};
use wire::{both, pair, pattern, promptly};

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
    use std::io::Write;

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
