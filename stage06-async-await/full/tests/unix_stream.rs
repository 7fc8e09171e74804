//! Unix sockets: streams, between two ends and at paths.
#![cfg(unix)]

#[path = "support/spot.rs"]
mod spot;
mod wire;

use futures::{AsyncReadExt, AsyncWriteExt, StreamExt, future::join3};
use spot::Spot;
use stage06_full::{
    metrics,
    net::{UnixListener, UnixStream},
    spawn, yield_now,
};
use std::{
    io::{ErrorKind, Read, Write},
    thread,
};
use wire::{kind, pattern, promptly};

#[test]
fn clients_of_a_path_are_served() {
    promptly("five clients", || async {
        let spot = Spot::new("serve");
        let listener = UnixListener::bind(&spot.0).unwrap();
        let name = listener.local_addr().unwrap();
        assert_eq!(name.as_pathname(), Some(&*spot.0));
        let serving = spawn(async move {
            let mut clients = listener.incoming().take(5);
            while let Some(client) = clients.next().await {
                let (read, mut write) = client.into_split();
                spawn(async move { futures::io::copy(read, &mut write).await });
            }
        });
        for _ in 0..5 {
            let mut client = UnixStream::connect(&spot.0).await.unwrap();
            let name = client.peer_addr().unwrap();
            assert_eq!(name.as_pathname(), Some(&*spot.0));
            assert!(client.local_addr().unwrap().is_unnamed());
            client.write_all(b"hello").await.unwrap();
            client.close().await.unwrap();
            let mut heard = String::new();
            client.read_to_string(&mut heard).await.unwrap();
            assert_eq!(heard, "hello");
        }
        serving.await.unwrap();
        while metrics().sockets > 0 {
            yield_now().await; // the last servers end
        }
    });
}

#[test]
fn all_of_a_big_message_goes_through_a_pair() {
    promptly("8 MB both ways", || async {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let big = pattern(8 << 20);
        let mut answer = Vec::new();
        let (from_them, mut to_us) = theirs.into_split();
        let echo = async {
            let copied = futures::io::copy(from_them, &mut to_us).await;
            drop(to_us);
            copied
        };
        let (mut from_us, mut to_them) = ours.into_split();
        let send = async {
            to_them.write_all(&big).await?;
            to_them.close().await
        };
        let (echoed, sent, read) = join3(echo, send, from_us.read_to_end(&mut answer)).await;
        assert_eq!(echoed.unwrap(), big.len() as u64);
        sent.and(read).unwrap();
        assert!(answer == big, "it arrived changed");
    });
}

#[test]
fn nobody_at_the_path_and_a_path_that_is_taken_are_errors() {
    promptly("errors", || async {
        let spot = Spot::new("errors");
        let missing = UnixStream::connect(&spot.0).await;
        assert_eq!(kind(missing), Some(ErrorKind::NotFound));
        drop(UnixListener::bind(&spot.0).unwrap());
        let left_behind = UnixStream::connect(&spot.0).await;
        assert_eq!(kind(left_behind), Some(ErrorKind::ConnectionRefused));
        let taken = UnixListener::bind(&spot.0);
        assert_eq!(kind(taken), Some(ErrorKind::AddrInUse));
    });
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_queue_is_an_error_at_once() {
    promptly("the error", || async {
        let spot = Spot::new("full");
        let full = socket2::Socket::new(socket2::Domain::UNIX, socket2::Type::STREAM, None);
        let full = full.unwrap();
        full.bind(&socket2::SockAddr::unix(&spot.0).unwrap())
            .unwrap();
        full.listen(0).unwrap();
        let _fills = UnixStream::connect(&spot.0).await.unwrap();
        let error = kind(UnixStream::connect(&spot.0).await);
        assert_eq!(error, Some(ErrorKind::WouldBlock));
    });
}

#[test]
fn closing_twice_is_no_error_and_a_peer_that_is_gone_is_one() {
    promptly("the error", || async {
        let (mut ours, theirs) = UnixStream::pair().unwrap();
        ours.close().await.unwrap();
        ours.close().await.unwrap();
        drop(theirs);
        assert_eq!(ours.read(&mut [0]).await.unwrap(), 0);
        ours.close().await.unwrap();

        let (mut ours, theirs) = UnixStream::pair().unwrap();
        drop(theirs);
        let error = kind(ours.write(b"word").await);
        assert_eq!(error, Some(ErrorKind::BrokenPipe));
    });
}

#[test]
fn sockets_come_from_std_and_go_back_blocking() {
    promptly("the word", || async {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let mut theirs = theirs.into_std().unwrap();
        let reader = thread::spawn(move || {
            let mut buffer = [0; 4];
            theirs.read_exact(&mut buffer)?;
            theirs.write_all(&buffer)
        });
        let mut ours = UnixStream::from_std(ours.into_std().unwrap()).unwrap();
        ours.write_all(b"word").await.unwrap();
        let mut heard = String::new();
        ours.read_to_string(&mut heard).await.unwrap();
        reader.join().unwrap().unwrap();
        assert_eq!(heard, "word");
    });
}

/// A read stops short where a descriptor was sent along, though more is there.
#[test]
#[cfg(target_os = "linux")]
fn a_descriptor_that_is_sent_along_holds_nothing_up() {
    use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};
    use std::{io::IoSlice, mem::MaybeUninit, os::fd::AsFd};

    promptly("what came after it", || async {
        let (mut ours, theirs) = UnixStream::pair().unwrap();
        let mut theirs = theirs.into_std().unwrap();
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut along = SendAncillaryBuffer::new(&mut space);
        let stdin = std::io::stdin();
        let descriptors = [stdin.as_fd()];
        assert!(along.push(SendAncillaryMessage::ScmRights(&descriptors)));
        let before = [IoSlice::new(b"before")];
        sendmsg(&theirs, &before, &mut along, SendFlags::empty()).unwrap();
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
