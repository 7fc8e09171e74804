//! What `block_on` and a task cost, in allocations.

#[path = "naive_executor/latch.rs"]
mod latch;

use alloc_count::count;
use latch::Latch;
use stage01::println;
use stage06::{block_on::block_on, executor::Executor, runtime::yield_now};

// ANCHOR: main
fn main() {
    let ((), allocations) = count(|| block_on(async { yield_now().await }));
    println!("block_on, with one wait: {allocations}");

    let (executor, latch) = (Executor::new(|| ()), Latch::default());
    executor.spawn(Latch::default().wait()); // so that map and queue have room
    executor.run_ready();

    let wait = latch.clone().wait();
    let ((), allocations) = count(|| executor.spawn(wait));
    println!("spawn:                   {allocations}");
    let ((), allocations) = count(|| executor.run_ready());
    println!("a poll that is pending:  {allocations}");
    let ((), allocations) = count(|| latch.open());
    println!("a wake:                  {allocations}");
    let ((), allocations) = count(|| executor.run_ready());
    println!("the last poll:           {allocations}");
}
// ANCHOR_END: main
