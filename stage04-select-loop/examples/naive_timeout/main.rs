//! A time limit in its first version, and the programs that break it:
//! `cargo run -p stage04 --example naive_timeout -- PROGRAM VERSION`.

mod naive;
#[path = "../../solutions/e4_timeout.rs"]
#[allow(dead_code, unused_imports)]
mod ours;

use stage01::{Result, Routine, co, println};
use stage04::{
    Asks, Cancelled, EventLoop, Request, Simulated, TimedOut, World, cancel, join, now, sleep,
    spawn,
};
use std::{io, time::Duration};

/// The time limit of one version.
type Timeout = fn(Duration, Routine<Request, u32>) -> Routine<Request, u32>;

const fn secs(n: u64) -> Duration {
    Duration::from_secs(n)
}

fn main() -> Result {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (program, timeout): (_, Timeout) = match words[..] {
        [program, "naive"] => (program, |limit, routine| {
            Box::new(co(move |y| naive::timeout(y, limit, routine)))
        }),
        [program, "ours"] => (program, |limit, routine| {
            Box::new(co(move |y| ours::timeout(y, limit, routine)))
        }),
        [] => {
            println!("naive or ours after one of: patient, quick, slow, stopped, cleanup");
            return Ok(());
        }
        _ => return Err(io::Error::other("no such version").into()),
    };
    match program {
        "patient" => patient(),
        "quick" => quick(timeout),
        "slow" => slow(timeout),
        "stopped" => stopped(timeout),
        "cleanup" => cleanup(timeout),
        _ => Err(io::Error::other("no such program").into()),
    }
}

/// Runs this in virtual time, and then what it has left in the loop.
fn run(main: impl Asks + 'static) -> Result {
    let mut event_loop = EventLoop::with(Simulated::new());
    event_loop.run_until_complete(main)?;
    event_loop.run()?;
    let at = event_loop.world().now().as_secs();
    println!("{at:>2} s: the loop has nothing left to do");
    Ok(())
}

/// Runs this, and says what comes of it and when.
fn told(routine: Routine<Request, u32>) -> impl Asks {
    co(async move |y| {
        let end = match y.yield_from(routine).await {
            Ok(bytes) => format!("{bytes} bytes"),
            Err(error) if error.is::<TimedOut>() => "timed out".into(),
            Err(error) if error.is::<Cancelled>() => "cancelled".into(),
            Err(error) => error.to_string(),
        };
        let at = y.yield_from(now()).await?.as_secs();
        println!("{at:>2} s: {end}");
        Ok(())
    })
}

// ANCHOR: download
/// A download that takes this many seconds.
fn download(seconds: u64) -> Routine<Request, u32> {
    Box::new(co(async move |y| {
        y.yield_from(sleep(secs(seconds))).await?;
        Ok(42)
    }))
}
// ANCHOR_END: download

// ANCHOR: patient
fn patient() -> Result {
    run(told(download(60)))
}
// ANCHOR_END: patient

// ANCHOR: quick
fn quick(timeout: Timeout) -> Result {
    run(told(timeout(secs(60), download(3))))
}
// ANCHOR_END: quick

// ANCHOR: slow
fn slow(timeout: Timeout) -> Result {
    run(told(timeout(secs(5), download(60))))
}
// ANCHOR_END: slow

// ANCHOR: stopped
fn stopped(timeout: Timeout) -> Result {
    let limited = told(timeout(secs(50), download(60)));
    run(co(async move |y| {
        let limited = y.yield_from(spawn(limited)).await?;
        y.yield_from(sleep(secs(1))).await?;
        y.yield_from(cancel(&limited)).await?; // the user presses Escape
        y.yield_from(join(&limited)).await
    }))
}
// ANCHOR_END: stopped

// ANCHOR: cleanup
fn cleanup(timeout: Timeout) -> Result {
    let download = co(async |y| {
        if y.yield_from(sleep(secs(60))).await.is_err() {
            y.yield_from(sleep(secs(2))).await?; // says goodbye to the server
            return Err(io::Error::other("the server is gone").into());
        }
        Ok(42)
    });
    run(told(timeout(secs(5), Box::new(download))))
}
// ANCHOR_END: cleanup
