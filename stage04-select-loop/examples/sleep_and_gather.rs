//! "sleep and timers", which the document left unfinished: in virtual time, and in real time.

use stage01::{Result, co, println};
use stage04::{
    Asks, EventLoop, Simulated, TimedOut, World, gather, now, sleep, sleep_until, timeout,
};
use std::time::{Duration, Instant};

const SECOND: Duration = Duration::from_secs(1);

/// Sleeps for as long as the number says, and prints it.
fn sorted(number: u32, unit: Duration) -> impl Asks<u32> {
    co(async move |y| {
        y.yield_from(sleep(number * unit)).await?;
        println!("  {number}");
        Ok(number)
    })
}

/// Works three times, this long.
fn worker(name: &'static str, time: Duration) -> impl Asks {
    co(async move |y| {
        for round in 1..=3 {
            y.yield_from(sleep(time)).await?;
            println!("  {:?}: {name} {round}", y.yield_from(now()).await?);
        }
        Ok(())
    })
}

/// Works for a while at each beat; gives the times at which it began.
fn beats(by_deadline: bool) -> impl Asks<Vec<Duration>> {
    co(async move |y| {
        let mut began = Vec::new();
        for beat in 1..=4 {
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

fn main() -> Result {
    println!("sleep sort, in minutes of virtual time:");
    let start = Instant::now();
    let mut event_loop = EventLoop::with(Simulated::new());
    let numbers = [3, 1, 2].map(|number| sorted(number, 60 * SECOND));
    let gathered = event_loop.run_until_complete(gather(numbers.into()))?;
    println!("gathered in order: {gathered:?}");
    println!("virtual time: {:?}", event_loop.world().now());
    println!("real time: ≈ {:.1?}", start.elapsed());

    println!("two workers:");
    let workers = vec![worker("ada", 2 * SECOND), worker("bea", 3 * SECOND)];
    EventLoop::with(Simulated::new()).run_until_complete(gather(workers))?;

    println!("a beat each second, and work that takes a tenth:");
    for (how, by_deadline) in [("sleep      ", false), ("sleep_until", true)] {
        let began = EventLoop::with(Simulated::new()).run_until_complete(beats(by_deadline))?;
        println!("  {how} {began:?}");
    }

    println!("a timeout after one second, for a task of two:");
    let mut event_loop = EventLoop::with(Simulated::new());
    let result = event_loop.run_until_complete(timeout(SECOND, sleep(2 * SECOND)));
    let late = result.is_err_and(|error| error.is::<TimedOut>());
    println!("  timed out: {late}, at {:?}", event_loop.world().now());

    println!("the same sleep sort, in hundredths of a real second:");
    let mut event_loop = EventLoop::new()?;
    let numbers = [3, 1, 2].map(|number| sorted(number, SECOND / 100));
    event_loop.run_until_complete(gather(numbers.into()))?;
    println!("  real time: ≈ {:.0?}", event_loop.world().now());
    Ok(())
}
