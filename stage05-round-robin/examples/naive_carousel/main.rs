//! The naive carousel, and the programs that break it: `cargo run -p stage05 --example naive_carousel -- PROGRAM VERSION`.
#![allow(unreachable_pub)]

mod first;
mod index;
mod queue;

use stage01::{Result, Routine, Yielder, co, println};
use stage04::EventLoop;
use stage05::yield_now;
use std::{
    cell::{Cell, RefCell},
    env, io, panic,
    rc::Rc,
    time::{Duration, Instant},
};

type RunTasks = fn(Vec<Routine<()>>) -> Result;
type Log = Rc<RefCell<Vec<String>>>;

fn main() -> Result {
    panic::set_hook(Box::new(|panic| {
        println!("panicked: {}", panic.payload_as_str().unwrap_or_default());
    }));
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["wall"] => wall(),
        ["three", "first"] => three(first::run_tasks),
        ["three", "index"] => three(index::run_tasks),
        ["three", "queue"] => three(queue::run_tasks),
        ["many"] => many(),
        ["bad", "queue"] => {
            println!("all: {:?}", queue::run_tasks(good_and_bad()));
            Ok(())
        }
        ["bad", "ours"] => {
            println!("each: {:?}", stage05::run_tasks(good_and_bad()));
            Ok(())
        }
        ["panic", "queue"] => queue::run_tasks(panicking_and_good()),
        ["panic", "ours"] => {
            let results = stage05::run_tasks(panicking_and_good());
            let failed = results.iter().filter(|result| result.is_err());
            println!("failed: {} of {}", failed.count(), results.len());
            Ok(())
        }
        [] => {
            println!(
                "wall; three first, index or queue; many; bad queue or ours; panic queue or ours"
            );
            Ok(())
        }
        _ => Err(io::Error::other("no such program").into()),
    }
}

// ANCHOR: wall
/// A latch on stage 4's loop. No request asks for it, so the task asks for a step in each turn, and looks.
fn wall() -> Result {
    let left = Rc::new(Cell::new(2));
    let mut event_loop = EventLoop::new()?;
    for ms in [10, 20] {
        let left = left.clone();
        event_loop.spawn(co(async move |y| {
            y.yield_from(stage04::sleep(Duration::from_millis(ms)))
                .await?;
            left.set(left.get() - 1);
            Ok(())
        }));
    }
    let looks = event_loop.run_until_complete(co(async move |y| {
        let mut looks = 1;
        while left.get() > 0 {
            y.yield_from(stage04::yield_now()).await?;
            looks += 1;
        }
        Ok(looks)
    }))?;
    println!("the latch is open; looks: ≈ {looks}");
    Ok(())
}
// ANCHOR_END: wall

// ANCHOR: steps
/// A task that takes this many steps, and notes each.
fn steps(log: &Log, name: char, count: u32) -> Routine<()> {
    let log = log.clone();
    Box::new(co(async move |y: Yielder<()>| {
        for step in 1..=count {
            log.borrow_mut().push(format!("{name}{step}"));
            if step < count {
                y.yield_from(yield_now()).await?;
            }
        }
        Ok(())
    }))
}

fn three(run_tasks: RunTasks) -> Result {
    let log = Log::default();
    run_tasks(vec![
        steps(&log, 'a', 1),
        steps(&log, 'b', 3),
        steps(&log, 'c', 3),
    ])?;
    println!("{}", log.borrow().join(" "));
    Ok(())
}
// ANCHOR_END: steps

/// How much longer steps take with the list than with the queue.
fn many() -> Result {
    for count in [100, 10_000] {
        let times = seconds(count, first::run_tasks)? / seconds(count, queue::run_tasks)?;
        println!(
            "{count:>5} tasks: a step with the list takes ≈ {times:.1} times as long as with the queue"
        );
    }
    Ok(())
}

/// Runs this many tasks of five steps, and returns the time of the best of five runs.
fn seconds(count: u32, run_tasks: RunTasks) -> Result<f64> {
    let mut best = f64::MAX;
    for _ in 0..5 {
        let task = |_| {
            Box::new(co(async |y| {
                for _ in 0..4 {
                    y.yield_from(yield_now()).await?;
                }
                Ok(())
            })) as Routine<()>
        };
        let (tasks, begin) = ((0..count).map(task).collect(), Instant::now());
        run_tasks(tasks)?;
        best = best.min(begin.elapsed().as_secs_f64());
    }
    Ok(best)
}

// ANCHOR: good_and_bad
fn good_and_bad() -> Vec<Routine<(), u16>> {
    vec![
        Box::new(co(async |_| Ok("http".parse::<u16>()?))),
        Box::new(co(async |y| {
            y.yield_from(yield_now()).await?;
            println!("the good task ends");
            Ok(80)
        })),
    ]
}
// ANCHOR_END: good_and_bad

// ANCHOR: panicking_and_good
fn panicking_and_good() -> Vec<Routine<()>> {
    vec![
        Box::new(co(async |_| {
            let empty: Vec<u32> = Vec::new();
            println!("first: {}", empty[0]);
            Ok(())
        })),
        Box::new(co(async |_| {
            println!("the second task runs");
            Ok(())
        })),
    ]
}
// ANCHOR_END: panicking_and_good
