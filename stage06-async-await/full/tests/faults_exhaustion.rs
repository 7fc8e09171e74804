//! A server that has run out of descriptors: it neither spins nor dies, and serves again when there are some.
#![cfg(target_os = "linux")]

mod wire;

use rustix::process::{Resource, Rlimit, setrlimit};
use stage06_full::{Runtime, echo, net::TcpListener};
use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};
use wire::{Again, again, any, role};

const LIMIT: usize = 64;

#[test]
fn at_its_limit_a_server_waits_and_then_goes_on() {
    if role().is_some() {
        return serve();
    }
    testkit::within(Duration::from_secs(30), "the server", || {
        let mut server = again("at_its_limit_a_server_waits_and_then_goes_on", "serve");
        let address = server.hear("listens at ").parse().unwrap();
        let before = open(&server);
        for _ in 0..3 {
            starve(&mut server, address, before);
        }
    });
}

/// Connects more clients than there are descriptors; some leave, others come in their place, and all leave.
fn starve(server: &mut Again, address: SocketAddr, before: usize) {
    let mut clients: Vec<_> = (0..LIMIT + 30).map(|_| ask(address)).collect();
    until(server, LIMIT);
    let room = LIMIT - before;
    clients[..room].iter_mut().for_each(answered);

    let (cpu, second) = (cpu(server), Duration::from_secs(1));
    thread::sleep(second); // to see what it does meanwhile
    let busy = self::cpu(server) - cpu;
    assert!(busy <= second / 20, "it was busy for {busy:?} of a second");
    assert_eq!(server.process.try_wait().unwrap(), None, "it has ended");

    let waiting = clients.split_off(room);
    clients[0].write_all(b"again").unwrap();
    let freed = Instant::now();
    clients.drain(1..=waiting.len().min(room - 1));
    for mut client in waiting {
        answered(&mut client);
    }
    let recovered = freed.elapsed();
    assert!(recovered < second, "it took {recovered:?} to serve again");
    answered_with(&mut clients[0], b"again");

    drop(clients);
    until(server, before);
    drop(served(address));
    until(server, before);
}

/// The server's process.
fn serve() {
    let few = Some(LIMIT as u64);
    let limit = Rlimit {
        current: few,
        maximum: few,
    };
    setrlimit(Resource::Nofile, limit).unwrap();
    Runtime::new().block_on(async {
        let listener = TcpListener::bind(any()).await.unwrap();
        println!("listens at {}", listener.local_addr().unwrap());
        echo::server(listener).await;
    });
}

fn ask(address: SocketAddr) -> TcpStream {
    let mut client = TcpStream::connect(address).unwrap();
    client.write_all(b"hello").unwrap();
    client
}

fn answered(client: &mut TcpStream) {
    answered_with(client, b"hello");
}

fn answered_with(client: &mut TcpStream, expected: &[u8]) {
    let mut heard = [0; 5];
    client.read_exact(&mut heard).unwrap();
    assert_eq!(heard, expected);
}

fn served(address: SocketAddr) -> TcpStream {
    let mut client = ask(address);
    answered(&mut client);
    client
}

/// How many descriptors the server has open, up to its limit: it may have inherited some beyond it.
fn open(server: &Again) -> usize {
    let folder = fs::read_dir(format!("/proc/{}/fd", server.process.id())).unwrap();
    let names = folder.map(|entry| entry.unwrap().file_name());
    let numbers = names.map(|name| name.to_str().unwrap().parse::<usize>().unwrap());
    numbers.filter(|&number| number < LIMIT).count()
}

/// Waits until the server's open descriptors are this many.
fn until(server: &Again, expected: usize) {
    while open(server) != expected {
        thread::yield_now();
    }
}

/// How long the server's threads have run.
fn cpu(server: &Again) -> Duration {
    let threads = fs::read_dir(format!("/proc/{}/task", server.process.id())).unwrap();
    threads
        .map(|thread| {
            let schedstat = fs::read_to_string(thread.unwrap().path().join("schedstat")).unwrap();
            let nanoseconds = schedstat.split(' ').next().unwrap();
            Duration::from_nanos(nanoseconds.parse().unwrap())
        })
        .sum()
}
