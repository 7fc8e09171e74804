//! Unix sockets: datagrams.
#![cfg(unix)]

#[path = "support/spot.rs"]
mod spot;
mod wire;

use spot::Spot;
use stage06_full::{metrics, net::UnixDatagram, sleep, spawn};
use std::{io::ErrorKind, time::Duration};
use wire::{kind, promptly};

#[test]
fn datagrams_stay_whole_and_are_answered() {
    promptly("the answer", || async {
        let (server_spot, client_spot) = (Spot::new("server"), Spot::new("client"));
        let server = UnixDatagram::bind(&server_spot.0).unwrap();
        let client = UnixDatagram::bind(&client_spot.0).unwrap();
        client.connect(&server_spot.0).unwrap();
        let mut buffer = [0; 100];
        for word in ["one", "two"] {
            client.send(word.as_bytes()).await.unwrap();
        }
        for word in ["one", "two"] {
            let (length, peer) = server.recv_from(&mut buffer).await.unwrap();
            assert_eq!(&buffer[..length], word.as_bytes());
            let path = peer.as_pathname().unwrap();
            server.send_to(&buffer[..length], path).await.unwrap();
            assert_eq!(client.recv(&mut buffer).await.unwrap(), 3);
        }
        let nameless = UnixDatagram::unbound().unwrap();
        nameless.send_to(b"hi", &server_spot.0).await.unwrap();
        let (_, peer) = server.recv_from(&mut buffer).await.unwrap();
        assert!(peer.is_unnamed());
        assert!(nameless.local_addr().unwrap().is_unnamed());
        drop(server);
        let error = kind(client.send(b"anybody?").await);
        assert_eq!(error, Some(ErrorKind::ConnectionRefused));
    });
}

#[test]
fn who_sends_datagrams_waits_while_the_queue_is_full() {
    promptly("a thousand datagrams", || async {
        let (ours, theirs) = UnixDatagram::pair().unwrap();
        let sending = spawn(async move {
            for n in 0..1000u32 {
                ours.send(&n.to_be_bytes()).await.unwrap();
            }
        });
        let mut polls = 0;
        while metrics().polls > polls + 2 {
            polls = metrics().polls;
            sleep(Duration::from_millis(10)).await;
        }
        assert!(!sending.is_finished(), "the system took them all");
        let mut buffer = [0; 4];
        for n in 0..1000u32 {
            assert_eq!(theirs.recv(&mut buffer).await.unwrap(), 4);
            assert_eq!(u32::from_be_bytes(buffer), n);
        }
        sending.await.unwrap();
    });
}

#[test]
#[cfg(target_os = "linux")] // elsewhere a full queue may be an error
fn a_receiver_that_does_not_read_is_not_asked_all_the_time() {
    promptly("the datagrams", || async {
        let spot = Spot::new("unread");
        let receiver = UnixDatagram::bind(&spot.0).unwrap();
        let (sender, path) = (UnixDatagram::unbound().unwrap(), spot.0.clone());
        let sending = spawn(async move {
            for n in 0..1000u32 {
                sender.send_to(&n.to_be_bytes(), &path).await.unwrap();
            }
        });
        sleep(Duration::from_millis(20)).await;
        let before = metrics().polls;
        sleep(Duration::from_millis(200)).await;
        assert!(
            metrics().polls - before <= 20,
            "{} polls",
            metrics().polls - before
        );
        assert!(!sending.is_finished());
        let mut buffer = [0; 4];
        for n in 0..1000u32 {
            assert_eq!(receiver.recv(&mut buffer).await.unwrap(), 4);
            assert_eq!(u32::from_be_bytes(buffer), n);
        }
        sending.await.unwrap();
    });
}

#[test]
#[cfg(target_os = "linux")]
fn a_datagram_waits_for_room_also_where_no_runtime_runs() {
    promptly("the datagrams", || async {
        let spot = Spot::new("elsewhere");
        let receiver = UnixDatagram::bind(&spot.0).unwrap();
        let (sender, path) = (UnixDatagram::unbound().unwrap(), spot.0.clone());
        let sending = stage06_full::spawn_blocking(move || {
            (0..100u8).for_each(|n| {
                stage06_full::block_on(sender.send_to(&[n], &path)).unwrap();
            });
        });
        for n in 0..100 {
            sleep(Duration::from_millis(u64::from(n < 10))).await;
            let mut buffer = [0];
            receiver.recv(&mut buffer).await.unwrap();
            assert_eq!(buffer, [n]);
        }
        sending.await.unwrap();
    });
}
