//! What a task costs, and what its looks cost, in allocations.

use alloc_count::count;
use stage01::{Result, co, println};
use stage05::{Loop, until, yield_now};

// ANCHOR: main
fn main() -> Result {
    let event_loop = Loop::new();
    event_loop.add_task(until(|| None::<()>));
    event_loop.run_task(yield_now())?; // so that the queue has room

    let (_waits, allocations) = count(|| event_loop.add_task(until(|| None::<()>)));
    println!("add_task: {allocations}");
    let turns = || (0..1000).for_each(|_| event_loop.run_once());
    println!(
        "a thousand turns in which two tasks look: {}",
        count(turns).1
    );

    event_loop.add_task(co(async |y| {
        loop {
            y.yield_from(yield_now()).await?;
        }
        #[expect(unreachable_code)]
        Ok(())
    }));
    event_loop.run_once();
    println!("a thousand turns with a coroutine, too: {}", count(turns).1);
    Ok(())
}
// ANCHOR_END: main
