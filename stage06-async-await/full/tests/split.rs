//! A stream in two halves: two tasks, one socket.

mod wire;

use futures::{AsyncReadExt, AsyncWriteExt, future::join3};
use stage06_full::{metrics, spawn};
use wire::{both, kind, pair, pattern, promptly};

#[test]
fn one_task_reads_while_another_writes() {
    promptly("8 MB both ways", || async {
        let (ours, theirs) = both();
        let big = pattern(8 << 20);
        let ends = [ours, theirs].map(|stream| {
            let (mut read, mut write) = stream.into_split();
            let (sent, expected) = (big.clone(), big.clone());
            spawn(async move {
                write.write_all(&sent).await.unwrap();
            });
            spawn(async move {
                let mut heard = Vec::new();
                read.read_to_end(&mut heard).await.unwrap();
                assert!(heard == expected, "it arrived changed");
            })
        });
        for end in ends {
            end.await.unwrap();
        }
    });
}

#[test]
fn the_dropped_write_half_is_the_end_for_the_peer_only() {
    promptly("the end", || async {
        let (ours, mut theirs) = both();
        let (mut read, mut write) = ours.into_split();
        write.write_all(b"last").await.unwrap();
        drop(write);
        let mut heard = Vec::new();
        theirs.read_to_end(&mut heard).await.unwrap();
        theirs.write_all(b"answer").await.unwrap();
        theirs.close().await.unwrap();
        read.read_to_end(&mut heard).await.unwrap();
        assert_eq!(heard, b"lastanswer");
    });
}

#[test]
fn the_dropped_read_half_closes_nothing() {
    promptly("the words", || async {
        let (ours, mut theirs) = both();
        let (read, mut write) = ours.into_split();
        drop(read);
        assert_eq!(metrics().sockets, 2);
        for _ in 0..2 {
            write.write_all(b"word").await.unwrap();
            let mut heard = [0; 4];
            theirs.read_exact(&mut heard).await.unwrap();
        }
        drop(write);
        assert_eq!(metrics().sockets, 1);
    });
}

#[test]
fn halves_of_one_stream_become_it_again_and_nothing_was_closed() {
    promptly("the words", || async {
        let (ours, mut theirs) = both();
        let address = ours.local_addr().unwrap();
        let (read, write) = ours.into_split();
        assert_eq!(read.as_ref().local_addr().unwrap(), address);
        assert_eq!(write.as_ref().local_addr().unwrap(), address);
        let mut ours = read.reunite(write).unwrap();
        ours.write_all(b"word").await.unwrap();
        let mut heard = [0; 4];
        theirs.read_exact(&mut heard).await.unwrap();
        assert_eq!(heard, *b"word");
    });
}

#[test]
fn halves_of_two_streams_stay_halves() {
    promptly("the words", || async {
        let ((one, _theirs), (other, mut their_other)) = (both(), both());
        let (read, _write) = one.into_split();
        let (_read, write) = other.into_split();
        let (_read, mut write) = read.reunite(write).unwrap_err();
        write.write_all(b"word").await.unwrap();
        write.close().await.unwrap();
        let mut heard = Vec::new();
        their_other.read_to_end(&mut heard).await.unwrap();
        assert_eq!(heard, b"word");
    });
}

#[test]
fn a_reference_reads_and_writes_in_one_task() {
    promptly("1 MB there and back", || async {
        let (ours, theirs) = both();
        let big = pattern(1 << 20);
        let mut heard = vec![0; big.len()];
        let (mut to, mut from) = (&ours, &ours);
        let (mut there, mut back) = (&theirs, &theirs);
        let echo = async {
            let mut chunk = vec![0; 1000];
            let mut left = big.len();
            while left > 0 {
                let read = there.read(&mut chunk).await?;
                back.write_all(&chunk[..read]).await?;
                left -= read;
            }
            Ok(())
        };
        let (written, read, echoed) =
            join3(to.write_all(&big), from.read_exact(&mut heard), echo).await;
        written.and(read).and(echoed).unwrap();
        assert!(heard == big, "it arrived changed");
    });
}

#[test]
fn the_halves_of_the_crate_futures_do_too() {
    promptly("the words", || async {
        let (ours, mut theirs) = both();
        let (mut read, mut write) = AsyncReadExt::split(ours);
        let reading = spawn(async move {
            let mut heard = [0; 4];
            read.read_exact(&mut heard).await.map(|()| heard)
        });
        write.write_all(b"word").await.unwrap();
        let mut heard = [0; 4];
        theirs.read_exact(&mut heard).await.unwrap();
        theirs.write_all(&heard).await.unwrap();
        assert_eq!(reading.await.unwrap().unwrap(), *b"word");
    });
}

#[test]
fn dropping_the_write_half_after_a_reset_is_no_surprise() {
    promptly("the reset", || async {
        let (ours, theirs) = pair();
        let (mut read, write) = ours.into_split();
        wire::reset(theirs);
        let error = kind(read.read(&mut [0]).await);
        assert_eq!(error, Some(std::io::ErrorKind::ConnectionReset));
        drop(write);
    });
}
