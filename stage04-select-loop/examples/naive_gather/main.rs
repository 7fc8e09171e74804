//! Gather in its first version, and the programs that break it:
//! `cargo run -p stage04 --example naive_gather -- PROGRAM VERSION`.

mod naive;
#[path = "../../solutions/e3_gather.rs"]
#[allow(dead_code, unused_imports)]
mod ours;

use stage01::{Result, Routine, co, println};
use stage04::{
    Asks, EventLoop, Request, Simulated, World, cancel, gather, join, now, sleep, spawn,
};
use std::{io, time::Duration};

type Page = Routine<Request, &'static str>;

/// One version, as a coroutine.
type Gather = fn(Vec<Page>) -> Routine<Request, Vec<&'static str>>;

const fn secs(n: u64) -> Duration {
    Duration::from_secs(n)
}

fn main() -> Result {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (program, gather): (_, Gather) = match words[..] {
        [program, "naive"] => (program, |pages| {
            Box::new(co(move |y| naive::gather(y, pages)))
        }),
        [program, "ours"] => (program, |pages| {
            Box::new(co(move |y| ours::gather(y, pages)))
        }),
        [program, "stage"] => (program, |pages| Box::new(gather(pages))),
        [] => {
            println!("naive, ours or stage after one of: three, last, first, stopped");
            return Ok(());
        }
        _ => return Err(io::Error::other("no such version").into()),
    };
    match program {
        "three" => three(gather),
        "last" => last(gather),
        "first" => first(gather),
        "stopped" => stopped(gather),
        _ => Err(io::Error::other("no such program").into()),
    }
}

/// Runs this in virtual time, and then what it has left in the loop.
fn run(main: impl Asks + 'static) -> Result {
    let mut event_loop = EventLoop::with(Simulated::new());
    event_loop.run_until_complete(main)?;
    event_loop.run()?;
    let at = event_loop.world().now().as_secs();
    println!("{at} s: the loop has nothing left to do");
    Ok(())
}

/// Runs this, and says what comes of it and when.
fn told(gathering: Routine<Request, Vec<&'static str>>) -> impl Asks {
    co(async move |y| {
        let end = match y.yield_from(gathering).await {
            Ok(names) => format!("all are here: {names:?}"),
            Err(error) => format!("gather raises: {error}"),
        };
        let at = y.yield_from(now()).await?.as_secs();
        println!("{at} s: {end}");
        Ok(())
    })
}

// ANCHOR: page
/// Loads a page, which takes this many seconds.
fn page(name: &'static str, seconds: u64, fails: bool) -> Page {
    Box::new(co(async move |y| {
        y.yield_from(sleep(secs(seconds))).await?;
        let at = y.yield_from(now()).await?.as_secs();
        if fails {
            println!("{at} s: {name} is missing");
            return Err(io::Error::other(format!("no {name}")).into());
        }
        println!("{at} s: {name} is here");
        Ok(name)
    }))
}
// ANCHOR_END: page

// ANCHOR: three
fn three(gather: Gather) -> Result {
    run(told(gather(vec![
        page("text", 3, false),
        page("style", 1, false),
        page("image", 2, false),
    ])))
}
// ANCHOR_END: three

// ANCHOR: last
fn last(gather: Gather) -> Result {
    run(told(gather(vec![
        page("text", 9, false),
        page("image", 2, true),
    ])))
}
// ANCHOR_END: last

// ANCHOR: first
fn first(gather: Gather) -> Result {
    run(told(gather(vec![
        page("text", 2, true),
        page("image", 9, false),
    ])))
}
// ANCHOR_END: first

// ANCHOR: stopped
fn stopped(gather: Gather) -> Result {
    let gathering = told(gather(vec![
        page("text", 9, false),
        page("image", 8, false),
    ]));
    run(co(async move |y| {
        let gathering = y.yield_from(spawn(gathering)).await?;
        y.yield_from(sleep(secs(1))).await?;
        y.yield_from(cancel(&gathering)).await?; // the user closes the tab
        y.yield_from(join(&gathering)).await
    }))
}
// ANCHOR_END: stopped
