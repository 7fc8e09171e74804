//! "sleep and timers", which the document left unfinished: in virtual time, and in real time.
//! `cargo run -p stage04 --example sleep_and_gather -- PROGRAM`.

use stage01::{Result, co, println};
use stage04::{
    Asks, EventLoop, Real, Simulated, Stream, World, gather, now, readable, sleep, sleep_until,
    spawn_named,
};
use std::{
    io,
    time::{Duration, Instant},
};

const SECOND: Duration = Duration::from_secs(1);

fn main() -> Result {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.first().map_or("virtual", String::as_str) {
        "real" => sort(Real::new()?, SECOND / 100, "≈ "),
        "virtual" => sort(Simulated::new(), 60 * SECOND, ""),
        "heart" => heart(),
        "silence" => silence(),
        _ => Err(io::Error::other("no such program").into()),
    }
}

// ANCHOR: sort
/// Sleeps for as long as the number says, and prints it.
fn sleeper(number: u32, unit: Duration) -> impl Asks<u32> {
    co(async move |y| {
        y.yield_from(sleep(number * unit)).await?;
        println!("  {number}");
        Ok(number)
    })
}

/// Sorts three numbers by sleeping.
fn sort(world: impl World, unit: Duration, about: &str) -> Result {
    let begin = Instant::now();
    let mut event_loop = EventLoop::with(world);
    let numbers = [3, 1, 2].map(|number| sleeper(number, unit));
    let gathered = event_loop.run_until_complete(gather(numbers.into()))?;
    println!("gathered in the order of the list: {gathered:?}");
    let now = event_loop.world().now().as_secs_f64();
    println!("the loop's clock: {about}{now:.2} s");
    println!(
        "the clock outside: ≈ {:.4} s",
        begin.elapsed().as_secs_f64()
    );
    Ok(())
}
// ANCHOR_END: sort

// ANCHOR: beats
/// A heart that works for a tenth of a second at each beat; returns the times at which it began.
fn beats(beats: u32, by_deadline: bool) -> impl Asks<Vec<Duration>> {
    co(async move |y| {
        let mut began = Vec::new();
        for beat in 1..=beats {
            if by_deadline {
                y.yield_from(sleep_until(beat * SECOND)).await?;
            } else {
                y.yield_from(sleep(SECOND)).await?;
            }
            began.push(y.yield_from(now()).await?);
            y.yield_from(sleep(SECOND / 10)).await?; // the work
        }
        Ok(began)
    })
}
// ANCHOR_END: beats

fn heart() -> Result {
    const HOUR: u32 = 60 * 60;
    let begin = Instant::now();
    for (how, by_deadline) in [("sleep      ", false), ("sleep_until", true)] {
        let mut event_loop = EventLoop::with(Simulated::new());
        let began = event_loop.run_until_complete(beats(HOUR, by_deadline))?;
        println!("{how} {:?}, beat 10 at {:?}", &began[..3], began[9]);
        println!(
            "            beat {HOUR} is {:?} late",
            began[began.len() - 1] - HOUR * SECOND
        );
    }
    println!(
        "the clock outside: ≈ {:.2} s",
        begin.elapsed().as_secs_f64()
    );
    Ok(())
}

// ANCHOR: silence
fn silence() -> Result {
    let main = co(async |y| {
        let answer = readable(&Stream::never("of the server"));
        y.yield_from(spawn_named("client", answer)).await?;
        y.yield_from(sleep(60 * SECOND)).await // enough for the client?
    });
    let mut event_loop = EventLoop::with(Simulated::new());
    event_loop.run_until_complete(main)?;
    println!("main has ended at {:?}", event_loop.world().now());
    if let Err(error) = event_loop.run() {
        println!("{error}");
    }
    Ok(())
}
// ANCHOR_END: silence
