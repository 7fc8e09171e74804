//! Timers in their first version, and the programs that break them:
//! `cargo run -p stage06 --example naive_timers -- PROGRAM VERSION`.

mod cost;
mod map;
mod wall;
mod world;

use futures_util::future::{Either, select};
use stage01::{eprintln, println};
use stage06::{combine::race, runtime::yield_now, timers};
use std::{
    cell::RefCell,
    pin::Pin,
    process::ExitCode,
    rc::Rc,
    sync::Arc,
    task::{Context, Wake, Waker},
    time::Instant,
};
use world::World;

type BoxFuture = Pin<Box<dyn Future<Output = ()>>>;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let begin = Instant::now();
    let (program, world) = match words[..] {
        ["blocks"] => return done(wall::blocks),
        ["cost", "ours"] => return done(cost::cost),
        [program, "map"] => {
            let timers = Rc::<map::Timers>::default();
            (program, World::new(begin, Box::new(timers)))
        }
        [program, "ours"] => {
            let timers = timers::Timers::new(begin);
            (program, World::new(begin, Box::new(timers)))
        }
        _ => return refuse(),
    };
    match program {
        "three" => three(&world),
        "batch" => batch(&world),
        "steps" => steps(&world),
        "answered" => answered(&world),
        "moved" => moved(&world),
        "limit" => limit(&world),
        "many" => cost::many(&world),
        _ => return refuse(),
    }
    ExitCode::SUCCESS
}

fn done(program: fn()) -> ExitCode {
    program();
    ExitCode::SUCCESS
}

fn refuse() -> ExitCode {
    eprintln!("usage: naive_timers blocks");
    eprintln!("       naive_timers three|batch|steps|answered|moved|limit|many map|ours");
    eprintln!("       naive_timers cost ours");
    ExitCode::from(2)
}

// ANCHOR: three
/// Sleeps until then, and says so.
fn sleeper(world: &Rc<World>, name: &'static str, ms: u64) {
    let (sleep, clock) = (world.sleep_until(ms), world.clone());
    world.executor.spawn(async move {
        sleep.await;
        println!("{:>3} ms: {name}", clock.ms());
    });
}

fn three(world: &Rc<World>) {
    sleeper(world, "the tea is ready", 300);
    sleeper(world, "the egg is ready", 200);
    sleeper(world, "the toast is ready", 100);
    println!("the loop has slept {} times", world.run());
}
// ANCHOR_END: three

// ANCHOR: batch
/// A batch of two orders: both are due at the same moment.
fn batch(world: &Rc<World>) {
    sleeper(world, "order 1", 10);
    sleeper(world, "order 2", 10);
    world.run();
    println!("tasks that still wait: {}", world.waiting());
}
// ANCHOR_END: batch

// ANCHOR: steps
thread_local! {
    static TASK: RefCell<Option<BoxFuture>> = const { RefCell::new(None) };
}

/// A waker that polls its task at once, as `step` did in stage 3.
struct Step;

impl Wake for Step {
    fn wake(self: Arc<Self>) {
        let mut task = TASK.take().expect("it waits");
        let waker = Waker::from(self);
        if task
            .as_mut()
            .poll(&mut Context::from_waker(&waker))
            .is_pending()
        {
            TASK.set(Some(task));
        }
    }
}

fn steps(world: &Rc<World>) {
    let clock = world.clone();
    TASK.set(Some(Box::pin(async move {
        for ms in [10, 20] {
            clock.sleep_until(ms).await;
            println!("{:>3} ms: tick", clock.ms());
        }
    })));
    Waker::from(Arc::new(Step)).wake();
    world.run();
}
// ANCHOR_END: steps

// ANCHOR: answered
/// A thousand requests, each with a limit of about 30 seconds. The answers come at once.
fn answered(world: &Rc<World>) {
    for n in 0..1000 {
        let (answer, limit) = (yield_now(), world.sleep_until(30_000 + n));
        world.executor.spawn(race(answer, limit));
    }
    let sleeps = world.run();
    println!("tasks that still wait: {}", world.waiting());
    println!("the loop has slept {sleeps} times, until {} ms", world.ms());
}
// ANCHOR_END: answered

// ANCHOR: moved
/// A task waits for a reply, but at most until 100 ms. The reply comes, and a new task waits for the rest.
fn moved(world: &Rc<World>) {
    let (reply, sleep) = (world.sleep_until(10), world.sleep_until(100));
    let clock = world.clone();
    world.executor.spawn(async move {
        if let Either::Left((_, sleep)) = select(reply, sleep).await {
            println!("{:>3} ms: a reply", clock.ms());
            let spawner = clock.clone();
            spawner.executor.spawn(async move {
                sleep.await;
                println!("{:>3} ms: the sleep has ended", clock.ms());
            });
        }
    });
    world.run();
}
// ANCHOR_END: moved

// ANCHOR: timeout
/// The result of the future, or `None` if `limit` ends first.
async fn timeout<F: Future>(limit: impl Future, future: F) -> Option<F::Output> {
    let too_late = async {
        limit.await;
        None
    };
    race(async { Some(future.await) }, too_late).await
}
// ANCHOR_END: timeout

/// Two downloads, which may take 50 ms. One takes 20 ms, the other takes 80.
fn limit(world: &Rc<World>) {
    for ms in [20, 80] {
        let (limit, download) = (world.sleep_until(50), world.sleep_until(ms));
        let clock = world.clone();
        world.executor.spawn(async move {
            let result = match timeout(limit, download).await {
                Some(()) => "is here",
                None => "has taken too long",
            };
            println!("{:>3} ms: the download of {ms} ms {result}", clock.ms());
        });
    }
    println!("the loop has slept {} times", world.run());
}
