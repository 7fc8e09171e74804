//! What one wait of a task costs, in allocations and in turns of the loop.

use alloc_count::count;
use stage01::{Result, co, println};
use stage02::{EventLoop, Future};
use stage03::{Await, Task};

// ANCHOR: main
fn main() -> Result {
    let event_loop = EventLoop::new()?;
    let futures: Vec<Future> = (0..103).map(|_| Future::new(&event_loop)).collect();
    let waited_for = futures.clone();
    Task::spawn(
        &event_loop,
        co(async move |y| {
            for future in &waited_for {
                y.yield_from(Await::new(future)).await?;
            }
            Ok(())
        }),
    );
    event_loop.run()?; // it waits for the first one now
    let (warm, measured) = futures.split_at(2);
    let wake = |future: &Future| -> Result {
        future.set_result(())?;
        Ok(event_loop.run_once()?)
    };
    warm.iter().try_for_each(wake)?; // so that the queue has room
    let (ran, allocations) = count(|| measured[..100].iter().try_for_each(wake));
    println!("a hundred waits, one in each turn of the loop; allocations: {allocations}");
    ran
}
// ANCHOR_END: main
