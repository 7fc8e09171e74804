//! What recording costs: `cargo run --release -p recorder --example cost`. Two tasks send a message to and fro.

use alloc_count::count;
use recorder::Trace;
use std::{
    fs, io,
    time::{Duration, Instant},
};

const ROUNDS: u32 = 20_000;

/// The program, with this module's `tokio`.
macro_rules! ping_pong {
    () => {
        pub(crate) async fn ping_pong() {
            let (ping, mut pings) = tokio::sync::mpsc::channel(1);
            let (pong, mut pongs) = tokio::sync::mpsc::channel(1);
            let answers = tokio::spawn(async move {
                while let Some(n) = pings.recv().await {
                    let _ = pong.send(n).await;
                }
            });
            let asks = tokio::spawn(async move {
                for n in 0..crate::ROUNDS {
                    let _ = ping.send(n).await;
                    assert_eq!(pongs.recv().await, Some(n));
                }
            });
            asks.await.expect("no panic");
            answers.await.expect("no panic");
        }
    };
}

mod plain {
    ping_pong!();
}

mod wrapped {
    use recorder::tokio;
    ping_pong!();
}

fn main() -> io::Result<()> {
    let plain = run(plain::ping_pong());
    let off = run(wrapped::ping_pong());
    let path = std::env::temp_dir().join(format!("cost-{}.trace", std::process::id()));
    let recording = recorder::start_to(io::BufWriter::new(fs::File::create(&path)?));
    let on = run(wrapped::ping_pong());
    drop(recording);
    let events = Trace::open(&path).map_or(0, |trace| trace.events.len() as u32);
    let bytes = fs::metadata(&path)?.len();
    fs::remove_file(&path)?;

    let round = |(time, _): (Duration, usize)| (time / ROUNDS).as_nanos();
    println!("a round, without wrappers: ≈ {} ns", round(plain));
    println!("with wrappers, nothing records: ≈ {} ns", round(off));
    println!("recorded into a file: ≈ {} ns", round(on));
    println!("events a round: {}", events / ROUNDS);
    println!("an event: ≈ {} ns", ((on.0 - off.0) / events).as_nanos());
    println!("bytes an event: ≈ {}", bytes / u64::from(events));
    let allocations = |(_, n): (Duration, usize)| n / ROUNDS as usize;
    println!(
        "allocations a round: {}, {}, {}",
        allocations(plain),
        allocations(off),
        allocations(on)
    );
    Ok(())
}

/// The time and the allocations of a program.
fn run(program: impl Future<Output = ()>) -> (Duration, usize) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.build().expect("a runtime");
    let begun = Instant::now();
    let ((), allocations) = count(|| runtime.block_on(program));
    (begun.elapsed(), allocations)
}
