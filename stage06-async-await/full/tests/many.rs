//! Ten thousand clients at once, in a process of their own, and the echo server in this one.
#![cfg(target_os = "linux")]

mod wire;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    process, thread,
    time::Duration,
};
use wire::{again, blocking_pair, descriptors, refused, role};

const CLIENTS: usize = 10_000;

#[test]
#[ignore = "opens 10,000 connections"]
fn all_are_served_and_none_leaks() {
    raise_descriptor_limit();
    if let Some(address) = role() {
        return clients(address.parse().unwrap());
    }
    testkit::within(Duration::from_secs(120), "ten thousand clients", || {
        let (socket, address) = refused();
        socket.listen(CLIENTS as i32).unwrap(); // as long a queue as there may be: who finds it full waits for a second
        let listener = TcpListener::from(socket);
        let (stop, stopped) = blocking_pair();
        let server = thread::spawn(move || stage06_full::echo::serve(listener, stopped));
        assert_eq!(round_trip(&TcpStream::connect(address).unwrap(), 0), 0);

        let mut clients = again("all_are_served_and_none_leaks", &address.to_string());
        let before = descriptors(process::id());
        clients.hear("all are served");
        let open = descriptors(process::id());
        assert!(open >= before - 1 + CLIENTS, "{open} open, {before} before");
        drop(clients);
        while descriptors(process::id()) > before {
            thread::sleep(Duration::from_millis(1));
        }
        drop(stop);
        server.join().unwrap().unwrap();
    });
}

/// The other process: all connect, each sends before any reads, and all stay.
fn clients(address: SocketAddr) {
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| TcpStream::connect(address).expect("the server listens"))
        .collect();
    for (number, mut client) in clients.iter().enumerate() {
        client.write_all(&number.to_be_bytes()).unwrap();
    }
    for (number, client) in clients.iter().enumerate() {
        assert_eq!(answer(client), number);
    }
    for (number, client) in clients.iter().enumerate().rev() {
        assert_eq!(round_trip(client, number), number);
    }
    println!("all are served");
    thread::park();
}

fn round_trip(mut client: &TcpStream, number: usize) -> usize {
    client.write_all(&number.to_be_bytes()).unwrap();
    answer(client)
}

fn answer(mut client: &TcpStream) -> usize {
    let mut answer = [0; size_of::<usize>()];
    client.read_exact(&mut answer).unwrap();
    usize::from_be_bytes(answer)
}

/// Each process needs a descriptor for each client.
fn raise_descriptor_limit() {
    let limit = getrlimit(Resource::Nofile);
    let enough = limit
        .maximum
        .is_none_or(|maximum| maximum > CLIENTS as u64 + 100);
    assert!(
        enough,
        "this system allows only {limit:?} descriptors: nothing was tested"
    );
    let raised = Rlimit {
        current: limit.maximum,
        ..limit
    };
    setrlimit(Resource::Nofile, raised).expect("up to the maximum anybody may");
}
