//! A loop that resumes a coroutine until it ends; then the same coroutine in a loop that can also wait.
//!
//! As printed, the document calls `run_until_complete()` without the task. Its loop drops what the task returns, and spins as
//! soon as the task waits for anything.

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Result, co, println,
};
use stage04::{Asks, EventLoop, Simulated, sleep};
use std::time::Duration;

fn say_hello() -> impl Asks {
    co(async |_| {
        println!("hey, hello world!");
        Ok(())
    })
}

fn hello_world() -> impl Asks {
    co(async |y| {
        println!("Resume coroutine.");
        for _ in 0..3 {
            y.yield_from(say_hello()).await?;
        }
        println!("Finished coroutine.");
        Ok(())
    })
}

/// The document's loop: it can resume, and nothing else. Gives the number of turns.
struct MyLoop;

impl MyLoop {
    fn run_until_complete<T>(&self, mut task: impl Asks<T>) -> usize {
        (1..)
            .find(|_| matches!(task.resume(Ok(())), Complete(_)))
            .expect("it has an end")
    }
}

fn main() -> Result {
    println!("[002g] send(None) until it ends");
    let mut coro = hello_world();
    while let Yielded(_) = coro.resume(Ok(())) {}
    println!("Exit the Loop..");
    println!();

    println!("[002h] the same as a method; then a real loop");
    MyLoop.run_until_complete(hello_world());
    EventLoop::new()?.run_until_complete(hello_world())?;
    println!();

    println!("a task that sleeps for a second, and returns 42:");
    let slow = || {
        co(async |y| {
            y.yield_from(sleep(Duration::from_secs(1))).await?;
            Ok(42)
        })
    };
    let turns = MyLoop.run_until_complete(slow());
    println!(
        "  the document's loop: ends in {turns} turns, having slept for nothing; the value is lost"
    );
    let value = EventLoop::with(Simulated::new()).run_until_complete(slow())?;
    println!("  ours: {value}");
    Ok(())
}
