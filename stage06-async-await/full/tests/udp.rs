//! UDP: whole datagrams, one task a direction.

mod wire;

use futures::future::{join, join3};
use stage06_full::{metrics, net::UdpSocket, sleep, spawn, timeout, yield_now};
use std::{io::ErrorKind, sync::Arc, time::Duration};
use wire::{any, kind, promptly};

/// Two sockets that are connected to each other.
async fn pair() -> (UdpSocket, UdpSocket) {
    let (one, other) = (
        UdpSocket::bind(any()).await.unwrap(),
        UdpSocket::bind(any()).await.unwrap(),
    );
    one.connect(other.local_addr().unwrap()).await.unwrap();
    other.connect(one.local_addr().unwrap()).await.unwrap();
    (one, other)
}

#[test]
fn datagrams_stay_whole_and_the_empty_one_is_no_end() {
    promptly("three datagrams", || async {
        let (ours, theirs) = pair().await;
        let mut buffer = [0; 10];
        for datagram in ["first", "", "third"] {
            assert_eq!(
                ours.send(datagram.as_bytes()).await.unwrap(),
                datagram.len()
            );
        }
        for datagram in ["first", "", "third"] {
            let length = theirs.recv(&mut buffer).await.unwrap();
            assert_eq!(&buffer[..length], datagram.as_bytes());
        }
    });
}

#[test]
fn datagrams_that_came_together_are_all_received() {
    promptly("ten datagrams", || async {
        let (ours, theirs) = pair().await;
        let mut buffer = [0; 100];
        for round in 0..10 {
            for n in 0..10 {
                ours.send(&[round, n]).await.unwrap();
            }
            for n in 0..10 {
                assert_eq!(theirs.recv(&mut buffer).await.unwrap(), 2);
                assert_eq!(buffer[..2], [round, n]);
            }
        }
    });
}

#[test]
fn a_receiver_waits_without_asking() {
    promptly("the datagram", || async {
        let (ours, theirs) = pair().await;
        let receiving = spawn(async move {
            let mut buffer = [0; 10];
            theirs
                .recv(&mut buffer)
                .await
                .map(|length| buffer[..length].to_vec())
        });
        yield_now().await;
        let before = metrics().polls;
        sleep(Duration::from_millis(20)).await;
        assert!(metrics().polls - before <= 2, "it waited by asking");
        ours.send(b"late").await.unwrap();
        assert_eq!(receiving.await.unwrap().unwrap(), b"late");
    });
}

#[test]
fn who_sends_is_known_and_is_answered() {
    promptly("the answer", || async {
        let server = UdpSocket::bind(any()).await.unwrap();
        let address = server.local_addr().unwrap();
        let serving = async {
            let mut buffer = [0; 10];
            for _ in 0..2 {
                let (peeked, peer) = server.peek_from(&mut buffer).await.unwrap();
                assert_eq!(server.recv_from(&mut buffer).await.unwrap(), (peeked, peer));
                server.send_to(&buffer[..peeked], peer).await.unwrap();
            }
        };
        let asking = async |word: &[u8]| {
            let client = UdpSocket::bind(any()).await.unwrap();
            client.send_to(word, address).await.unwrap();
            let mut buffer = [0; 10];
            let (length, peer) = client.recv_from(&mut buffer).await.unwrap();
            assert_eq!((&buffer[..length], peer), (word, address));
        };
        join3(serving, asking(b"ada"), asking(b"bea")).await;
    });
}

#[test]
fn one_task_sends_while_another_receives() {
    promptly("a thousand turns", || async {
        let (ours, theirs) = pair().await;
        let (ours, theirs) = (Arc::new(ours), Arc::new(theirs));
        let both = [(ours.clone(), ours), (theirs.clone(), theirs)].map(|(sends, receives)| {
            let (tell, mut told) = futures::channel::mpsc::channel(0);
            let sender = spawn(async move {
                // The window is one datagram: nothing can be lost.
                for n in 0..500u32 {
                    sends.send(&n.to_be_bytes()).await.unwrap();
                    futures::StreamExt::next(&mut told).await;
                }
            });
            let receiver = spawn(async move {
                let (mut buffer, mut tell) = ([0; 4], tell);
                for n in 0..500u32 {
                    assert_eq!(receives.recv(&mut buffer).await.unwrap(), 4);
                    assert_eq!(u32::from_be_bytes(buffer), n);
                    let _ = futures::SinkExt::send(&mut tell, ()).await;
                }
            });
            (sender, receiver)
        });
        for (sender, receiver) in both {
            let (received, sent) = join(receiver, sender).await;
            received.unwrap();
            sent.unwrap();
        }
    });
}

#[test]
#[cfg(target_os = "linux")]
fn a_datagram_for_nobody_is_an_error_later_and_the_socket_goes_on() {
    promptly("the error", || async {
        let gone = UdpSocket::bind(any()).await.unwrap();
        let address = gone.local_addr().unwrap();
        drop(gone);
        let socket = UdpSocket::bind(any()).await.unwrap();
        socket.connect(address).await.unwrap();
        let mut buffer = [0; 10];
        for _ in 0..3 {
            socket.send(b"anybody?").await.unwrap();
            let error = kind(socket.recv(&mut buffer).await);
            assert_eq!(error, Some(ErrorKind::ConnectionRefused));
        }
        let before = metrics().polls;
        let nothing = timeout(Duration::from_millis(20), socket.recv(&mut buffer)).await;
        assert!(nothing.is_err() && metrics().polls - before <= 2);
        let late = UdpSocket::bind(address).await.unwrap();
        late.send_to(b"I", socket.local_addr().unwrap())
            .await
            .unwrap();
        assert_eq!(socket.recv(&mut buffer).await.unwrap(), 1);
    });
}

#[test]
fn a_receive_that_is_dropped_loses_nothing() {
    promptly("the datagram", || async {
        let (ours, theirs) = pair().await;
        let mut buffer = [0; 10];
        let early = timeout(Duration::ZERO, theirs.recv(&mut buffer)).await;
        assert!(early.is_err());
        ours.send(b"word").await.unwrap();
        assert_eq!(theirs.recv(&mut buffer).await.unwrap(), 4);
    });
}

#[test]
#[cfg(unix)]
fn a_socket_comes_from_std_and_goes_back_blocking() {
    promptly("the datagram", || async {
        let (ours, theirs) = pair().await;
        let (std_one, std_other) = (ours.into_std().unwrap(), theirs.into_std().unwrap());
        assert_eq!(metrics().sockets, 0);
        wire::blocks(&std_other, || std_other.recv(&mut [0; 10]));
        std_one.send(b"word").unwrap();
        assert_eq!(std_other.recv(&mut [0; 10]).unwrap(), 4);
        let ours = UdpSocket::from_std(std_one).unwrap();
        ours.set_broadcast(true).unwrap();
        assert!(ours.peer_addr().is_ok() && ours.take_error().is_ok());
    });
}

#[test]
fn an_address_in_use_is_an_error() {
    promptly("nothing", || async {
        let socket = UdpSocket::bind(any()).await.unwrap();
        let again = UdpSocket::bind(socket.local_addr().unwrap()).await;
        assert_eq!(kind(again), Some(ErrorKind::AddrInUse));
    });
}
