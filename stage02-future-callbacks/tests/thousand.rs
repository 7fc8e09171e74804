//! A thousand clients at once, in one process, and the callback server in another.
#![cfg(unix)]

mod support;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    process::Child,
    thread,
};
use support::{promptly, round_trip, serving};

const CLIENTS: usize = 1_000;

#[test]
#[ignore = "opens 1,000 connections"]
fn all_are_served_and_none_leaks() {
    raise_descriptor_limit();
    promptly("a thousand clients to be served", || {
        let (server, address) = serving(env!("CARGO_BIN_EXE_stage02"));
        let first = TcpStream::connect(&address).expect("the server listens");
        round_trip(&first, "hello");
        let before = descriptors(&server.0);
        let mut clients: Vec<_> = (0..CLIENTS)
            .map(|_| TcpStream::connect(&address).expect("the server listens"))
            .collect();
        for (i, client) in clients.iter_mut().enumerate() {
            writeln!(client, "client {i:04}").expect("the server reads");
        }
        for (i, client) in clients.iter_mut().enumerate() {
            let mut answer = [0; 12];
            client.read_exact(&mut answer).expect("an answer");
            assert_eq!(answer, *format!("client {i:04}\n").as_bytes());
        }
        assert_eq!(descriptors(&server.0), before.map(|count| count + CLIENTS));
        drop(clients);
        while descriptors(&server.0) > before {
            thread::yield_now();
        }
    });
}

/// Both processes need a descriptor for each client; the server inherits the limit.
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

/// How many descriptors a process has open, where that can be seen.
fn descriptors(process: &Child) -> Option<usize> {
    let folder = fs::read_dir(format!("/proc/{}/fd", process.id())).ok();
    if folder.is_none() {
        eprintln!("NOT COUNTED: this system does not show the descriptors of a process");
    }
    folder.map(Iterator::count)
}
