//! The insight: a resumer is just a callback. The wall: every leaf does the loop's work, and no list of the tasks exists.

use stage01::{Coroutine, Result, co, print, println};
use stage02::{EventLoop, Future};
use stage03::{Await, Fetcher, Task, Wait, crawl, observe::*, site::*};

fn main() -> Result {
    let (site, event_loop) = (Site::start(a_third_fails)?, EventLoop::new()?);

    println!("a resumer is just a callback:");
    let crawl = crawl(&event_loop, site.address(), "/", 4);
    let (ran, happened) = tally(|| event_loop.run());
    ran?;
    let report = crawl.future().result().expect("it ended")?;
    println!("  5 tasks on one thread, ≈ {} steps", happened["step"]);
    println!("  {} pages visited; not these:", report.visited.len());
    for (page, why) in report.failed {
        println!("    {page}: {why}");
    }

    println!("each leaf does the loop's work itself:");
    let (fetcher, request) = (Fetcher::new(&event_loop), "GET / HTTP/1.0\r\n\r\n");
    let socket = acts("connect", &event_loop, fetcher.connect(site.address()))?;
    acts("write", &event_loop, fetcher.write_all(&socket, request))?;
    acts("read", &event_loop, fetcher.read(&socket))?;

    println!("two tasks wait for each other:");
    let other = Future::<Task>::new(&event_loop);
    let wait = Await::new(&other);
    let first = co(async |y| y.yield_from(y.yield_from(wait).await?.join()).await);
    let first = Task::spawn(&event_loop, first);
    let second = Task::spawn(&event_loop, first.join());
    other.set_result(second.clone())?;
    event_loop.run()?;
    println!("  the loop ends, and says nothing");
    println!("  the first is done: {}", first.done());
    println!("  the second is done: {}", second.done());
    Ok(())
}

/// Runs one leaf, and prints what it does with the loop, as it does it.
fn acts<C, T: Clone + 'static>(name: &str, event_loop: &EventLoop, leaf: C) -> Result<T>
where
    C: Coroutine<Result, Yield = Wait, Return = Result<T>> + 'static,
{
    print!("  {name:<7}");
    let task = Task::spawn(event_loop, leaf);
    let print = |did: &Happening| match (&*did.name, did.field("callbacks")) {
        ("register" | "unregister", _) => print!(" {}", did.name),
        ("ready", _) => print!(" callback"),
        ("complete", Some("1")) => print!(" set_result"),
        _ => {}
    };
    observe(print, || event_loop.run())?;
    println!();
    task.future().result().expect("it ended")
}
