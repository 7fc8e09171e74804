//! What one wait of a task costs, in allocations and in turns of the loop.

use alloc_count::count;
use stage01::{Result, co, println};
use stage02::{EventLoop, Future};
use stage03::{Await, Task};

// ANCHOR: main
fn main() -> Result {
    let event_loop = EventLoop::new()?;
    let done = Future::new(&event_loop);
    done.set_result(())?;
    Task::<()>::spawn(
        &event_loop,
        co(async move |y| {
            loop {
                y.yield_from(Await::new(&done)).await?;
            }
        }),
    );
    (0..3).try_for_each(|_| event_loop.run_once())?; // so that the queue has room
    let (ran, allocations) = count(|| (0..100).try_for_each(|_| event_loop.run_once()));
    println!("a hundred waits, one in each turn of the loop; allocations: {allocations}");
    Ok(ran?)
}
// ANCHOR_END: main
