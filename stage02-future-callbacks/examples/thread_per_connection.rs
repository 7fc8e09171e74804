//! A thread for each client: nobody waits for anybody, and what a thousand such threads cost.

use stage02::echo::threads::serve;
use std::{
    fs,
    io::{Read, Result, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Barrier},
    thread::{self, Builder},
    time::Instant,
};

const THREADS: usize = 1000;

fn main() -> Result<()> {
    three_clients()?;
    println!();
    a_thousand_threads()
}

fn three_clients() -> Result<()> {
    println!("three clients, each on a thread of its own:");
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let (stop, stopped) = (TcpStream::connect(address)?, listener.accept()?.0);
    let server = thread::spawn(|| serve(listener, stopped));

    let mut clients = Vec::new();
    for n in 1..=3 {
        clients.push((n, TcpStream::connect(address)?));
    }
    for (n, client) in clients.iter_mut().rev() {
        let mut answer = [0; 5];
        client.write_all(b"hello")?;
        client.read_exact(&mut answer)?;
        println!("  client {n} hears {}", answer.escape_ascii());
    }
    drop((clients, stop));
    server.join().expect("the server does not panic")
}

/// Threads that do what a thread does whose client is silent: nothing.
fn a_thousand_threads() -> Result<()> {
    println!("{THREADS} threads whose clients are silent:");
    let (before, begun) = (memory(), Instant::now());
    let (ready, end) = (
        Arc::new(Barrier::new(THREADS + 1)),
        Arc::new(Barrier::new(THREADS + 1)),
    );
    let mut threads = Vec::new();
    for _ in 0..THREADS {
        let (ready, end) = (ready.clone(), end.clone());
        threads.push(Builder::new().spawn(move || {
            ready.wait();
            end.wait();
        })?);
    }
    ready.wait();
    println!(
        "  time until all of them wait: ≈ {} ms",
        begun.elapsed().as_millis()
    );
    match before.zip(memory()) {
        Some((before, now)) => {
            println!(
                "  memory in use:   ≈ {} KiB each",
                (now.0 - before.0) / THREADS
            );
            println!(
                "  memory reserved: ≈ {} KiB each",
                (now.1 - before.1) / THREADS
            );
        }
        None => println!("  memory: this program can only measure it on Linux"),
    }
    end.wait();
    threads
        .into_iter()
        .for_each(|thread| thread.join().expect("it does not panic"));
    Ok(())
}

/// What this process uses and what it has reserved, in KiB.
fn memory() -> Option<(usize, usize)> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let field = |name| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse().ok()
    };
    Some((field("VmRSS:")?, field("VmSize:")?))
}
