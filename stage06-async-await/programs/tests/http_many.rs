//! `serve` with crowds: ten thousand clients that say nothing, and a thousand that download when it is stopped.
#![cfg(target_os = "linux")]

mod http_support;

use http_support::*;
use socket2::{Domain, Socket, Type};
use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};
use testkit::within;

/// How long the replies may take to finish, and how long the whole test.
const FINISH: Duration = Duration::from_secs(60);
const ALL: Duration = Duration::from_secs(180);

/// One crowd at a time: the descriptors are for one.
static ALONE: Mutex<()> = Mutex::new(());

const OPTIONS: [&str; 6] = ["--header", "180", "--idle", "180", "--finish", "60"];

fn interrupted(serving: &Serving) -> Instant {
    let begun = Instant::now();
    interrupt(serving.child.as_ref().expect("it runs"));
    begun
}

/// What the server says at its end, if it comes within the limit.
fn ended(mut serving: Serving, interrupted: Instant) {
    let output = end(serving.child.take().expect("it runs"));
    let took = interrupted.elapsed();
    println!("stopped within {took:?}");
    assert!(took < FINISH, "it took {took:?} to stop");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "stopped; 0 connections cut off\n");
}

#[test]
#[ignore = "opens 10,000 connections"]
fn ten_thousand_idle_ones_cost_the_others_nothing() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    within(ALL, "ten thousand clients", || {
        let (_outer, served) = folder();
        let count = clients(10_000);
        let serving = Serving::start(&served, &OPTIONS);
        let before = serving.descriptors();
        let idle: Vec<_> = (0..count).map(|_| serving.connect()).collect();
        serving.until_descriptors(before + count);

        let begun = Instant::now();
        let answer = serving.request("GET", "/a.txt");
        let took = begun.elapsed();
        println!("{count} idle: answered within {took:?}");
        assert_eq!(whole(&answer).1, b"a text");
        assert!(took < Duration::from_secs(1), "it took {took:?}");

        let begun = interrupted(&serving);
        ended(serving, begun);
        for mut client in idle {
            let mut rest = Vec::new();
            let _ = client.read_to_end(&mut rest);
            assert!(rest.is_empty(), "nobody has asked");
        }
    });
}

/// The file's size: more than the sockets of a client with a small buffer hold.
const SIZE: usize = 2 << 20;

#[test]
#[ignore = "1,000 downloads at once"]
fn a_thousand_downloads_are_finished_when_it_is_stopped() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    within(ALL, "a thousand downloads", || {
        let (_outer, served) = folder();
        let content = &large()[..SIZE];
        fs::write(served.join("file"), content).expect("a file");
        let count = clients(2000) / 2; // as long as a reply is not at its end, the server has a file open, too
        let serving = Serving::start(&served, &OPTIONS);
        let before = serving.descriptors();
        let mut readers: Vec<_> = (0..count).map(|_| downloader(&serving)).collect();
        for reader in &mut readers {
            reader.0.read_exact(&mut reader.1).expect("it has begun");
        }
        let open = serving.descriptors();
        let begun = open - before - count;
        println!("{begun} of {count} replies are not at their end");
        assert!(begun > count / 2, "only {begun} replies are under way");

        let begun = interrupted(&serving);
        thread::scope(|scope| {
            for some in readers.chunks_mut(count.div_ceil(16)) {
                scope.spawn(move || {
                    for (client, answer) in some {
                        client.read_to_end(answer).expect("the rest");
                        assert!(whole(answer).1 == content, "other bytes");
                    }
                });
            }
        });
        ended(serving, begun);
    });
}

/// A client that has asked, and what it has read: the first bytes of the answer, soon.
fn downloader(serving: &Serving) -> (TcpStream, Vec<u8>) {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a descriptor");
    socket.set_recv_buffer_size(16 * 1024).expect("an option");
    socket.connect(&serving.address.into()).expect("it listens");
    let mut client = TcpStream::from(socket);
    client.set_read_timeout(Some(LIMIT)).expect("a limit");
    let request = b"GET /file HTTP/1.1\r\nHost: x\r\n\r\n";
    client.write_all(request).expect("it is taken");
    (client, vec![0; 1000])
}
