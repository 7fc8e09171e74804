//! An `async` block on this stage's loop: a poll is a step.

use stage01::{Result, Routine, co, println};
use stage05::{Loop, Virtual, awaited, gather, polled, sleep};
use std::{
    future::{Future, poll_fn},
    task::Poll,
    time::Duration,
};

/// An `async fn`, as anyone writes it. It knows nothing of stage 1.
async fn count(name: &'static str, pause: Duration) -> Result<u32> {
    for n in 1..=3 {
        println!("  {name} {n}, at {:?}", Loop::current()?.now());
        awaited(sleep(pause)).await?;
    }
    Ok(3)
}

/// Is pending this often, and never calls the waker.
fn not_yet(times: u32) -> impl Future<Output = u32> {
    let mut polls = 0;
    poll_fn(move |_| {
        polls += 1;
        match polls > times {
            true => Poll::Ready(polls),
            false => Poll::Pending,
        }
    })
}

fn main() -> Result {
    println!("an async fn and a generator take turns:");
    let seconds = Duration::from_secs;
    let generator = co(async move |y| {
        for n in 1..=3 {
            println!("  generator {n}, at {:?}", Loop::current()?.now());
            y.yield_from(sleep(seconds(3))).await?;
        }
        Ok(3)
    });
    let both: Vec<Routine<(), u32>> = vec![
        Box::new(polled(count("async fn ", seconds(2)))),
        Box::new(generator),
    ];
    let event_loop = Loop::with_clock(Virtual::new());
    println!("  both: {:?}", event_loop.run_task(gather(both))?);

    println!("a future that never calls its waker is polled all the same:");
    let event_loop = Loop::new();
    let polls = event_loop.run_task(polled(async { Ok(not_yet(4).await) }))?;
    println!("  {polls} polls in {} steps", event_loop.steps());
    Ok(())
}
