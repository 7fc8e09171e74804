//! Connections that break, in every state; and what the system does on Linux is what is expected.
#![cfg(target_os = "linux")]

mod wire;

use futures::{AsyncReadExt, AsyncWriteExt, future::join};
use stage06_full::{
    metrics,
    net::{TcpListener, TcpStream},
    sleep, spawn, yield_now,
};
use std::{
    io::{ErrorKind, Write},
    net,
    time::Duration,
};
use wire::{any, both, kind, pair, promptly, reset};

const RESET: Option<ErrorKind> = Some(ErrorKind::ConnectionReset);

/// Reads until it cannot go on.
async fn read_on(stream: &mut TcpStream) -> Option<ErrorKind> {
    kind(stream.read_to_end(&mut Vec::new()).await)
}

#[test]
fn while_it_waits_to_be_accepted() {
    promptly("the reset", || async {
        let listener = TcpListener::bind(any()).await.unwrap();
        let client = net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        reset(client);
        let (mut accepted, _) = listener.accept().await.unwrap();
        assert_eq!(read_on(&mut accepted).await, RESET);
        drop(accepted);

        let client = net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (_accepted, peer) = listener.accept().await.unwrap();
        assert_eq!(peer, client.local_addr().unwrap(), "the next is served");
    });
}

#[test]
fn when_the_listener_goes_before_it_is_accepted() {
    promptly("the reset", || async {
        let listener = TcpListener::bind(any()).await.unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap())
            .await
            .unwrap();
        drop(listener);
        assert_eq!(read_on(&mut client).await, RESET);
    });
}

#[test]
fn before_anything_was_read() {
    promptly("the reset", || async {
        let (mut ours, mut theirs) = pair();
        theirs.write_all(b"lost or not").unwrap();
        reset(theirs);
        assert_eq!(read_on(&mut ours).await, RESET);
    });
}

#[test]
fn while_a_task_reads() {
    promptly("the reset", || async {
        let (mut ours, mut theirs) = pair();
        theirs.write_all(b"some").unwrap();
        let reading = spawn(async move { read_on(&mut ours).await });
        yield_now().await;
        reset(theirs);
        assert_eq!(reading.await.unwrap(), RESET);
    });
}

#[test]
fn while_a_task_writes() {
    promptly("the reset", || async {
        let (mut ours, theirs) = pair();
        let writing = spawn(async move { kind(ours.write_all(&vec![0; 64 << 20]).await) });
        let mut polls = 0;
        while metrics().polls > polls + 2 {
            polls = metrics().polls;
            sleep(Duration::from_millis(10)).await;
        }
        assert!(!writing.is_finished(), "the system took it all");
        reset(theirs);
        assert_eq!(writing.await.unwrap(), RESET);
    });
}

#[test]
fn while_one_task_reads_and_another_writes() {
    promptly("both tasks", || async {
        let (ours, theirs) = pair();
        let (mut read, mut write) = ours.into_split();
        let reading = spawn(async move { kind(read.read_to_end(&mut Vec::new()).await) });
        let writing = spawn(async move { kind(write.write_all(&vec![0; 64 << 20]).await) });
        sleep(Duration::from_millis(10)).await; // most times both wait by now
        reset(theirs);
        // The system tells one of them; for the other it is the end.
        let ends = [reading.await.unwrap(), writing.await.unwrap()];
        let known = [[RESET, Some(ErrorKind::BrokenPipe)], [None, RESET]];
        assert!(known.contains(&ends), "{ends:?}");
    });
}

#[test]
fn after_our_half_close() {
    promptly("the reset", || async {
        let (mut ours, theirs) = pair();
        ours.close().await.unwrap();
        let reading = spawn(async move { read_on(&mut ours).await });
        yield_now().await;
        reset(theirs);
        assert_eq!(reading.await.unwrap(), RESET);
    });
}

#[test]
fn after_their_half_close() {
    promptly("the reset", || async {
        let (mut ours, theirs) = pair();
        theirs.shutdown(net::Shutdown::Write).unwrap();
        assert_eq!(read_on(&mut ours).await, None, "the end");
        reset(theirs);
        let mut last = None;
        while last.is_none() {
            last = kind(ours.write(b"anybody?").await);
        }
        assert!(matches!(last, RESET | Some(ErrorKind::BrokenPipe)));
    });
}

#[test]
fn who_closes_with_bytes_unread_resets() {
    promptly("the reset", || async {
        let (mut ours, mut theirs) = both();
        ours.write_all(b"never read").await.unwrap();
        theirs.readable().await.unwrap();
        theirs.write_all(b"bye").await.unwrap();
        drop(theirs);
        assert_eq!(read_on(&mut ours).await, RESET);
    });
}

#[test]
fn nobody_else_is_concerned() {
    promptly("the others", || async {
        let listener = TcpListener::bind(any()).await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = async move {
            for _ in 0..100 {
                let (client, _) = listener.accept().await.unwrap();
                spawn(stage06_full::echo::echo(client));
            }
        };
        let clients = async {
            let mut whole = Vec::new();
            for n in 0..50 {
                let mut broken = net::TcpStream::connect(address).unwrap();
                whole.push(TcpStream::connect(address).await.unwrap());
                if n % 2 == 0 {
                    broken.write_all(b"word").unwrap();
                }
                reset(broken);
            }
            for client in &mut whole {
                let mut heard = [0; 4];
                client.write_all(b"word").await.unwrap();
                client.read_exact(&mut heard).await.unwrap();
                assert_eq!(heard, *b"word");
            }
        };
        join(server, clients).await;
        while metrics().sockets > 0 {
            yield_now().await;
        }
    });
}
