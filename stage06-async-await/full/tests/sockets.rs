//! What sockets do when nothing is wrong.

mod support;

use futures::{AsyncReadExt, AsyncWriteExt};
use stage06_full::{
    Elapsed, Runtime,
    net::{TcpListener, TcpStream},
    sleep, spawn, timeout, yield_now,
};
use std::{
    cell::Cell,
    io::{Read, Write},
    net::{Shutdown, SocketAddr},
    rc::Rc,
    thread,
};
use support::{Counted, any, half_pair, ms, pair, promptly};

/// Runs a check in real time.
fn really(awaited: &str, check: impl AsyncFnOnce() + Send + 'static) {
    promptly(awaited, || Runtime::new().block_on(check()));
}

#[test]
fn a_stream_can_be_sent_to_another_thread() {
    fn check<T: Send>() {}
    check::<TcpStream>();
    check::<TcpListener>();
}

#[test]
fn who_connects_and_who_accepts_know_each_other() {
    really("the connection", async || {
        let listener = TcpListener::bind(any()).await.unwrap();
        let address = listener.local_addr().unwrap();
        let client = spawn(TcpStream::connect(address));
        let (server, peer) = listener.accept().await.unwrap();
        let client = client.await.unwrap().unwrap();
        assert_eq!(client.peer_addr().unwrap(), address);
        assert_eq!(client.local_addr().unwrap(), peer);
        assert_eq!(server.peer_addr().unwrap(), peer);
        client.set_nodelay(true).unwrap();
    });
}

#[test]
fn a_hundred_clients_at_once_are_all_accepted() {
    really("100 clients", async || {
        let listener = TcpListener::bind(any()).await.unwrap();
        let address: SocketAddr = listener.local_addr().unwrap();
        let connect = |_| spawn(async move { TcpStream::connect(address).await.unwrap() });
        let clients: Vec<_> = (0..100).map(connect).collect();
        let mut accepted = Vec::new();
        for client in clients {
            client.await.unwrap();
            accepted.push(listener.accept().await.unwrap());
        }
        assert!(timeout(ms(1), listener.accept()).await.is_err(), "no more");
    });
}

#[test]
fn an_end_that_comes_in_the_same_segment_as_the_last_bytes_is_seen() {
    really("the end", async || {
        for read_late in [true, false] {
            let (mut ours, mut theirs) = half_pair();
            if !read_late {
                // The task waits already, and gets both in one event.
                let reading = spawn(async move {
                    let mut all = Vec::new();
                    ours.read_to_end(&mut all).await.map(|_| all)
                });
                yield_now().await;
                theirs.write_all(b"bye").unwrap();
                drop(theirs);
                assert_eq!(reading.await.unwrap().unwrap(), b"bye");
                continue;
            }
            theirs.write_all(b"bye").unwrap();
            drop(theirs);
            let mut bytes = [0; 100]; // a short read, and then the end
            assert_eq!(ours.read(&mut bytes).await.unwrap(), 3);
            assert_eq!(ours.read(&mut bytes).await.unwrap(), 0);
            assert_eq!(ours.read(&mut bytes).await.unwrap(), 0, "and again");
        }
    });
}

#[test]
fn each_direction_ends_for_itself() {
    really("both ends", async || {
        let (mut ours, mut theirs) = half_pair();
        theirs.shutdown(Shutdown::Write).unwrap();
        assert_eq!(ours.read(&mut [0]).await.unwrap(), 0);
        ours.write_all(b"still").await.unwrap();
        theirs.read_exact(&mut [0; 5]).unwrap();

        let (mut ours, mut theirs) = half_pair();
        ours.close().await.unwrap();
        assert_eq!(theirs.read(&mut [0]).unwrap(), 0);
        theirs.write_all(b"still").unwrap();
        let mut bytes = [0; 5];
        ours.read_exact(&mut bytes).await.unwrap();
        assert_eq!(&bytes, b"still");
    });
}

#[test]
fn sixteen_megabytes_reach_a_reader_that_begins_when_the_writer_is_stuck() {
    const SIZE: usize = 16 << 20;
    really("the bytes", async || {
        let (a, b) = pair();
        let mut writer = TcpStream::from_std(a).unwrap();
        let mut reader = TcpStream::from_std(b).unwrap();
        let polls = Rc::new(Cell::new(0));
        let bytes: Vec<u8> = (0..SIZE).map(|n| (n % 251) as u8).collect();
        let sent = bytes.clone();
        let write = Box::pin(async move {
            writer.write_all(&sent).await.unwrap();
            writer.close().await.unwrap();
        });
        let writing = spawn(Counted(write, polls.clone()));
        let mut stuck_at = 0;
        while stuck_at < polls.get() {
            stuck_at = polls.get();
            sleep(ms(50)).await;
        }
        assert!(!writing.is_finished(), "the system cannot hold so much");
        let mut received = Vec::with_capacity(SIZE);
        reader.read_to_end(&mut received).await.unwrap();
        assert!(received == bytes);
        writing.await.unwrap();
        assert!(polls.get() < 20_000, "{} polls", polls.get());
    });
}

#[test]
fn a_read_that_was_given_up_loses_no_byte() {
    really("the bytes", async || {
        let (mut ours, mut theirs) = half_pair();
        let mut bytes = [0; 3];
        let nothing = timeout(ms(1), ours.read(&mut bytes)).await;
        assert_eq!(nothing.unwrap_err(), Elapsed);
        theirs.write_all(b"abc").unwrap();
        for expected in [b"a", b"b", b"c"] {
            ours.read_exact(&mut bytes[..1]).await.unwrap();
            assert_eq!(&bytes[..1], expected);
            assert!(timeout(ms(0), std::future::pending::<()>()).await.is_err());
        }
        assert!(timeout(ms(1), ours.read(&mut bytes)).await.is_err());
        theirs.write_all(b"d").unwrap();
        assert_eq!(ours.read(&mut bytes).await.unwrap(), 1);
    });
}

#[test]
fn a_task_that_waits_for_a_byte_is_polled_twice_for_it() {
    really("the bytes", async || {
        let (mut ours, mut theirs) = half_pair();
        sleep(ms(1)).await; // "writable" has been heard
        let polls = Rc::new(Cell::new(0));
        let read = Box::pin(async move { ours.read(&mut [0; 9]).await.unwrap() });
        let reading = spawn(Counted(read, polls.clone()));
        yield_now().await;
        sleep(ms(1)).await;
        assert_eq!(polls.get(), 1);
        theirs.write_all(b"x").unwrap();
        assert_eq!(reading.await.unwrap(), 1);
        assert_eq!(polls.get(), 2);
    });
}

#[test]
fn a_socket_of_one_runtime_serves_a_task_on_another_thread() {
    really("the byte", async || {
        let (mut ours, mut theirs) = half_pair();
        let (done, finished) = futures::channel::oneshot::channel();
        let elsewhere = thread::spawn(move || {
            let read = stage06_full::block_on(ours.read(&mut [0]));
            drop(ours); // it leaves the reactor from here
            done.send(read.unwrap()).unwrap();
        });
        sleep(ms(1)).await;
        theirs.write_all(b"x").unwrap();
        assert_eq!(finished.await, Ok(1));
        elsewhere.join().unwrap();
    });
}

#[test]
fn sockets_that_outlive_their_runtime_can_be_dropped() {
    promptly("the drops", || {
        let runtime = Runtime::new();
        let (ours, mut theirs) = runtime.block_on(async { half_pair() });
        drop(runtime);
        thread::spawn(move || drop(ours)).join().unwrap();
        assert_eq!(theirs.read(&mut [0]).unwrap(), 0, "it is closed");
    });
}

#[test]
fn an_event_for_a_socket_that_is_gone_is_not_told_to_its_successor() {
    promptly("the reader", || {
        let runtime = Runtime::new();
        runtime.block_on(async {
            for _ in 0..50 {
                let (mut first, mut theirs) = half_pair();
                let (second, _silent) = pair();
                sleep(ms(0)).await;
                assert!(timeout(ms(0), first.read(&mut [0])).await.is_err());
                theirs.write_all(b"x").unwrap(); // its event is on the way
                drop(first);
                let mut second = TcpStream::from_std(second).unwrap(); // in the same slot
                let polls = Rc::new(Cell::new(0));
                let read = Box::pin(async move { second.read(&mut [0]).await });
                let reading = spawn(Counted(read, polls.clone()));
                sleep(ms(0)).await;
                sleep(ms(0)).await;
                assert!(!reading.is_finished());
                assert_eq!(polls.get(), 1, "it has heard nothing");
                reading.abort();
                assert_eq!(runtime.metrics().sockets, 0);
            }
        });
    });
}
