//! A thread for each client: no client waits for another, and what such threads cost. The argument is how many: 100 if there is
//! none; 1000 shows more.

use stage01::println;
use stage02::echo::threads::serve;
use std::{
    env, fs,
    io::{Error, Read, Result, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Barrier},
    thread::{self, Builder, JoinHandle},
    time::Instant,
};

fn main() -> Result<()> {
    let threads = env::args().nth(1).map_or(Ok(100), |number| number.parse());
    let threads = threads.map_err(|_| Error::other("the argument is not a number"))?;
    three_clients()?;
    println!();
    silent_threads(threads)
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

fn silent_threads(number: usize) -> Result<()> {
    println!("{number} threads whose clients are silent:");
    let (before, begun) = (memory(), Instant::now());
    let (ready, end) = (meeting(number), meeting(number));
    let threads = start(number, &ready, &end)?;
    ready.wait();
    println!(
        "  time until all of them wait: ≈ {} ms",
        begun.elapsed().as_millis()
    );
    match before.zip(memory()) {
        Some((before, now)) => {
            let each = |before, now: usize| now.saturating_sub(before) / number.max(1);
            println!("  memory in use:   ≈ {} KiB each", each(before.0, now.0));
            println!("  memory reserved: ≈ {} KiB each", each(before.1, now.1));
        }
        None => println!("  memory: this program can only measure it on Linux"),
    }
    end.wait();
    threads
        .into_iter()
        .for_each(|thread| thread.join().expect("it does not panic"));
    Ok(())
}

/// Where so many threads and the main one wait for each other.
fn meeting(threads: usize) -> Arc<Barrier> {
    Arc::new(Barrier::new(threads + 1))
}

/// Threads that do what a thread does whose client is silent: nothing.
fn start(number: usize, ready: &Arc<Barrier>, end: &Arc<Barrier>) -> Result<Vec<JoinHandle<()>>> {
    let silent = |_| {
        let (ready, end) = (ready.clone(), end.clone());
        Builder::new().spawn(move || {
            ready.wait();
            end.wait();
        })
    };
    (0..number).map(silent).collect()
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
