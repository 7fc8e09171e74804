//! The echo servers: what each can do, and what it cannot, as a client sees it.

mod support;

use socket2::SockRef;
use stage02::echo;
use std::{
    io::{ErrorKind, Read, Write},
    net::{Shutdown, TcpStream},
    thread,
};
use support::{CONCURRENT, Running, promptly, round_trip, start};

/// Runs a check against each concurrent server, stops it, and sees it return.
fn each(check: fn(&Running)) {
    for (name, serve) in CONCURRENT {
        promptly(name, move || {
            let server = start(serve);
            check(&server);
            server.stop();
        });
    }
}

#[test]
fn many_clients_are_served_at_once() {
    each(|server| {
        let clients: Vec<_> = (0..50).map(|_| server.connect()).collect();
        for client in clients.iter().rev().chain(&clients) {
            round_trip(client, "hello");
        }
    });
}

#[test]
fn after_a_half_close_everything_comes_back_and_then_the_end() {
    each(|server| {
        let mut client = server.connect();
        let sent: Vec<u8> = (0..1 << 20).map(|n| (n % 251) as u8).collect();
        let (mut writer, words) = (client.try_clone().unwrap(), sent.clone());
        let writing = thread::spawn(move || {
            writer.write_all(&words).unwrap();
            writer.shutdown(Shutdown::Write).unwrap();
        });
        let mut heard = Vec::new();
        client.read_to_end(&mut heard).unwrap();
        writing.join().unwrap();
        assert!(
            heard == sent,
            "{} bytes came back, and not those",
            heard.len()
        );
    });
}

#[test]
fn a_client_that_never_reads_stops_nobody_else() {
    each(|server| {
        let mut greedy = server.connect();
        greedy.set_nonblocking(true).unwrap();
        let good = server.connect();
        let part = vec![b'x'; 1 << 16];
        // Until the kernel's buffers and the server's are full, and stay full while another client is served.
        for _ in 0..50 {
            while greedy.write(&part).is_ok() {}
            round_trip(&good, "still there?");
        }
    });
}

#[test]
fn a_client_that_reads_late_and_slowly_gets_everything() {
    each(|server| {
        let mut client = server.connect();
        client.set_nonblocking(true).unwrap();
        let part: Vec<u8> = (0..1 << 16).map(|n| (n % 251) as u8).collect();
        let mut sent: Vec<u8> = Vec::new();
        let other = server.connect();
        for _ in 0..10 {
            while let Ok(n) = client.write(&part) {
                sent.extend(&part[..n]);
            }
            round_trip(&other, "now the buffers are full");
        }
        client.set_nonblocking(false).unwrap();
        client.shutdown(Shutdown::Write).unwrap();
        let mut heard: Vec<u8> = Vec::new();
        let mut chunk = [0; 1000];
        while let Ok(n @ 1..) = client.read(&mut chunk) {
            heard.extend(&chunk[..n]);
        }
        assert!(
            heard == sent,
            "{} of {} bytes came back",
            heard.len(),
            sent.len()
        );
    });
}

#[test]
fn a_reset_harms_nobody_else() {
    each(|server| {
        let good = server.connect();
        for _ in 0..10 {
            let bad = server.connect();
            round_trip(&bad, "hello");
            SockRef::from(&bad)
                .set_linger(Some(Default::default()))
                .unwrap();
            drop(bad);
            round_trip(&good, "still there?");
        }
        round_trip(&server.connect(), "and for new ones?");
    });
}

#[test]
fn stopping_ends_every_connection() {
    for (name, serve) in CONCURRENT {
        promptly(name, move || {
            let server = start(serve);
            let (mut idle, mut busy) = (server.connect(), server.connect());
            round_trip(&idle, "hello");
            busy.write_all(b"unanswered, perhaps").unwrap();
            let address = server.address;
            server.stop();
            for client in [&mut idle, &mut busy] {
                match client.read_to_end(&mut Vec::new()) {
                    Ok(_) => {}
                    Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
                }
            }
            assert!(
                TcpStream::connect(address).is_err(),
                "somebody still listens"
            );
        });
    }
}

#[test]
fn the_blocking_server_serves_one_client_at_a_time() {
    promptly("the second client's turn", || {
        let server = start(echo::blocking::serve);
        let (first, second) = (server.connect(), server.connect());
        (&second).write_all(b"y").unwrap();
        second.set_nonblocking(true).unwrap();
        for _ in 0..20 {
            round_trip(&first, "hello");
            let unserved = (&second).read(&mut [0]).unwrap_err();
            assert_eq!(unserved.kind(), ErrorKind::WouldBlock);
        }
        drop(first);
        second.set_nonblocking(false).unwrap();
        let mut answer = [0];
        (&second).read_exact(&mut answer).unwrap();
        assert_eq!(answer, *b"y");
        drop(second);
        stop_blocking(server);
    });
}

#[test]
fn the_blocking_server_survives_a_reset() {
    promptly("the next client", || {
        let server = start(echo::blocking::serve);
        let bad = server.connect();
        round_trip(&bad, "hello");
        SockRef::from(&bad)
            .set_linger(Some(Default::default()))
            .unwrap();
        drop(bad);
        let next = server.connect();
        round_trip(&next, "hello");
        drop(next);
        stop_blocking(server);
    });
}

/// It looks at `stop` after each `accept`, so it needs one client more.
fn stop_blocking(server: Running) {
    let Running {
        address,
        stop,
        server,
    } = server;
    drop(stop);
    let _last = TcpStream::connect(address);
    server.join().expect("no panic").expect("no error");
}
