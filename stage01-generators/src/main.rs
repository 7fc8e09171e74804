//! The insight: a pause is data. The wall: nothing here knows when to go on.

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    ReadGreeting, Result, println,
};
use std::{
    io::Write,
    net::TcpListener,
    thread::{self, sleep},
    time::{Duration, Instant},
};

// ANCHOR: main
fn main() -> Result {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let server = listener.local_addr()?;
    thread::spawn(move || slow_server(&listener));

    println!("the insight: a pause is data");
    let mut paused = vec![ReadGreeting::Start(server), ReadGreeting::Start(server)];
    for reading in &mut paused {
        println!("  resume -> {:?}", reading.resume(()));
    }
    println!(
        "  {} functions are paused; each is ≈ {} bytes in a Vec",
        paused.len(),
        size_of::<ReadGreeting>()
    );

    println!("the wall: resumed when?");
    for nap_ms in [0, 400] {
        let (start, mut too_early) = (Instant::now(), 0);
        let mut reading = paused.remove(0);
        let greeting = loop {
            sleep(Duration::from_millis(nap_ms));
            match reading.resume(()) {
                Yielded(_) => too_early += 1,
                Complete(greeting) => break greeting?,
            }
        };
        let took = start.elapsed();
        println!(
            "  every {nap_ms:>3} ms: {greeting:?} after ≈ {took:.0?}, ≈ {too_early} resumes were too early"
        );
    }
    Ok(())
}
// ANCHOR_END: main

/// Takes 100 ms to think of a greeting.
fn slow_server(listener: &TcpListener) {
    for client in listener.incoming() {
        sleep(Duration::from_millis(100));
        let _ = client.and_then(|mut client| client.write_all(b"hello")); // it may have gone
    }
}
