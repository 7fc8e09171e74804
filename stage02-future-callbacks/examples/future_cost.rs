//! What a future and its callback cost, in allocations.

use alloc_count::count;
use stage01::println;
use stage02::{EventLoop, Future};
use std::io;

// ANCHOR: main
fn main() -> io::Result<()> {
    let event_loop = EventLoop::new()?;
    event_loop.call_soon(|_| {}); // so that the queue has room
    event_loop.run()?;

    let (future, allocations) = count(|| Future::new(&event_loop));
    println!("a future:              {allocations}");
    let seen = future.clone();
    let ((), allocations) = count(|| future.add_done_callback(move |_| drop(seen.result())));
    println!("the first callback:    {allocations}");
    let seen = future.clone();
    let ((), allocations) = count(|| future.add_done_callback(move |_| drop(seen.result())));
    println!("another:               {allocations}");
    let (set, allocations) = count(|| future.set_result(1));
    set.expect("it is set once");
    println!("setting it, with both: {allocations}");
    let (ran, allocations) = count(|| event_loop.run_once());
    println!("the turn that runs:    {allocations}");
    ran
}
// ANCHOR_END: main
