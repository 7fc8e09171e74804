//! What one event costs beside idle sockets: when the system looks at all of them each time, and when it keeps a list.
//!
//! The document's `select` server hands every socket to the system in every turn. `poll(2)` does the same without `select`'s
//! limit of 1024 sockets.

use stage01::{Result, co, println};
use stage04::{EventLoop, Real, World, readable, spawn, writable};
use std::{
    net::UdpSocket,
    rc::Rc,
    time::{Duration, Instant},
};

/// How many events are timed together.
const EVENTS: u32 = 300;

/// What one event costs: a task asks for a socket that is ready, beside tasks whose sockets are silent.
fn one_event(world: impl World, idle: usize) -> Result<Duration> {
    EventLoop::with(world).run_until_complete(co(async move |y| {
        for _ in 0..idle {
            let silent = Rc::new(UdpSocket::bind("127.0.0.1:0")?);
            y.yield_from(spawn(readable(&silent))).await?;
        }
        let busy = Rc::new(UdpSocket::bind("127.0.0.1:0")?);
        y.yield_from(writable(&busy)).await?; // all others wait by now
        let mut best = Duration::MAX;
        for _ in 0..5 {
            let start = Instant::now();
            for _ in 0..EVENTS {
                y.yield_from(writable(&busy)).await?;
            }
            best = best.min(start.elapsed() / EVENTS);
        }
        Ok(best)
    }))
}

fn main() -> Result {
    #[cfg(unix)]
    raise_limit(1200);
    let poller = [0, 100, 1000].map(|idle| Ok((idle, one_event(Real::new()?, idle)?)));
    let poller: Vec<(usize, Duration)> = poller.into_iter().collect::<Result<_>>()?;
    let ratio = |cost: Duration| cost.as_secs_f64() / poller[0].1.as_secs_f64();
    println!("one event, as a multiple of what it costs the poller beside no idle socket:");
    for &(idle, cost) in &poller {
        #[cfg(unix)]
        let scan = one_event(stage04::Scan::new(), idle)?;
        #[cfg(unix)]
        let scan = format!(",  poll(2) ≈ {:.1}", ratio(scan));
        #[cfg(not(unix))]
        let scan = "";
        println!("{idle:>6} idle:  poller ≈ {:.1}{scan}", ratio(cost));
    }
    Ok(())
}

/// Lets this process open more sockets, as far as the system does; says so if that is not enough.
#[cfg(unix)]
fn raise_limit(needed: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let maximum = getrlimit(Resource::Nofile).maximum;
    // Not the maximum itself: where that is unlimited, macOS refuses it.
    let current = Some(maximum.map_or(needed, |maximum| maximum.min(needed)));
    let raised = setrlimit(Resource::Nofile, Rlimit { current, maximum });
    if raised.is_err() || maximum.is_some_and(|maximum| maximum < needed) {
        stage01::eprintln!("this needs {needed} descriptors: raise the limit (ulimit -n)");
    }
}
