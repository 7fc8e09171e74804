//! Naive semaphores, and the programs that break them: `cargo run -p stage05 --example naive_semaphore -- PROGRAM VERSION`.
#![allow(unreachable_pub)]

mod first;
mod line;

use stage01::{Coroutine, CoroutineState::Complete, Result, Routine, co, println};
use stage05::{Loop, Task, yield_now};
use std::{cell::Cell, env, io, rc::Rc};

fn main() -> Result {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["wall"] => wall(),
        ["three", "first"] => three(first::Semaphore::new(1), |s| s.acquire()),
        ["greedy", "first"] => greedy(first::Semaphore::new(1), |s| s.acquire()),
        ["greedy", "line"] => greedy(line::Semaphore::new(1), |s| s.acquire()),
        ["gives_up", "line"] => gives_up(line::Semaphore::new(1), |s| s.acquire()),
        [] => {
            println!("wall; three first; greedy first or line; gives_up line");
            Ok(())
        }
        _ => Err(io::Error::other("no such program").into()),
    }
}

// ANCHOR: wall
/// Ten downloads, and a server that lets in three at a time.
fn wall() -> Result {
    let (open, most) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let event_loop = Loop::new();
    for _ in 0..10 {
        let (open, most) = (open.clone(), most.clone());
        event_loop.add_task(co(async move |y| {
            open.set(open.get() + 1);
            most.set(most.get().max(open.get()));
            for _ in 0..5 {
                y.yield_from(yield_now()).await?; // the download
            }
            open.set(open.get() - 1);
            Ok(())
        }));
    }
    event_loop.run();
    println!("connections at once: {}", most.get());
    Ok(())
}
// ANCHOR_END: wall

// ANCHOR: three
/// One permit, and three tasks that want it for two steps each.
fn three<S: Clone + 'static, P: 'static, T: Task<P> + 'static>(
    semaphore: S,
    acquire: fn(&S) -> T,
) -> Result {
    let event_loop = Loop::new();
    for name in ["ada", "bea", "eve"] {
        let semaphore = semaphore.clone();
        event_loop.add_task(co(async move |y| {
            let permit = y.yield_from(acquire(&semaphore)).await?;
            println!("{name} has the permit");
            y.yield_from(yield_now()).await?;
            drop(permit);
            Ok(())
        }));
    }
    event_loop.run();
    Ok(())
}
// ANCHOR_END: three

// ANCHOR: greedy
/// ada gives the permit back and asks again at once, a hundred times. bea wants it once.
fn greedy<S: Clone + 'static, P: 'static, T: Task<P> + 'static>(
    semaphore: S,
    acquire: fn(&S) -> T,
) -> Result {
    let event_loop = Loop::new();
    let (times, greedy) = (Rc::new(Cell::new(0)), semaphore.clone());
    let count = times.clone();
    event_loop.add_task(co(async move |y| {
        for _ in 0..100 {
            let permit = y.yield_from(acquire(&greedy)).await?;
            count.set(count.get() + 1);
            y.yield_from(yield_now()).await?;
            drop(permit);
        }
        Ok(())
    }));
    event_loop.add_task(co(async move |y| {
        let _permit = y.yield_from(acquire(&semaphore)).await?;
        println!(
            "bea has the permit; permits for ada before: {}",
            times.get()
        );
        Ok(())
    }));
    event_loop.run();
    Ok(())
}
// ANCHOR_END: greedy

// ANCHOR: gives_up
/// ada holds the permit. bea asks, and gives up. Then ada gives the permit back.
fn gives_up<S: Clone, P: 'static, T: Task<P> + 'static>(
    semaphore: S,
    acquire: fn(&S) -> T,
) -> Result {
    let mut ada: Routine<(), P> = Box::new(acquire(&semaphore));
    let Complete(Ok(permit)) = ada.resume(Ok(())) else {
        return Ok(());
    };
    let mut bea = acquire(&semaphore);
    bea.resume(Ok(()));
    drop((bea, permit));
    let mut eve = acquire(&semaphore);
    let got_it = (0..1000).any(|_| matches!(eve.resume(Ok(())), Complete(Ok(_))));
    println!("eve has the permit within a thousand steps: {got_it}");
    Ok(())
}
// ANCHOR_END: gives_up
