//! Waits that are defined outside of the loop: a flag, a pause, a sleep, a latch. Time is virtual, so the program ends at once.

use stage01::{Result, co, println};
use stage05::{Loop, Task, Virtual, run_tasks, sleep, until, yield_now};
use std::{cell::Cell, rc::Rc, time::Duration};

const TENTH: Duration = Duration::from_millis(100);

/// The document's first `Waiter`: a flag.
type Done = Rc<Cell<bool>>;

fn wait_job(done: Done) -> impl Task {
    co(async move |y| {
        println!("start");
        y.yield_from(until(|| done.get().then_some(()))).await?; // for count_up_to to be finished
        println!("finished");
        Ok(())
    })
}

fn count_up_to(done: Done, n: u32) -> impl Task {
    co(async move |y| {
        for i in 0..n {
            println!("{i}");
            y.yield_from(yield_now()).await?;
        }
        done.set(true);
        Ok(())
    })
}

fn two(name: &'static str) -> impl Task {
    co(async move |y| {
        println!("{name} 1");
        y.yield_from(yield_now()).await?;
        println!("{name} 2");
        Ok(())
    })
}

fn sleeper(name: &'static str, time: Duration) -> impl Task {
    co(async move |y| {
        y.yield_from(sleep(time)).await?;
        println!("woke {name} {}", time.as_secs_f64());
        Ok(())
    })
}

/// It sleeps once more after the last message, as the document's does.
fn print_messages(messages: [&'static str; 3], sleep_time: Duration) -> impl Task {
    co(async move |y| {
        for message in messages {
            println!("{message}");
            y.yield_from(sleep(sleep_time)).await?;
        }
        Ok(())
    })
}

/// Runs them in virtual time, and prints how much of it they took.
fn timed(tasks: Vec<impl Task + 'static>) {
    let event_loop = Loop::with_clock(Virtual::new());
    for task in tasks {
        event_loop.add_task(task);
    }
    event_loop.run();
    let elapsed = event_loop.now().as_secs_f64();
    println!("elapsed_rounded_0.1s {elapsed:.1}");
    println!();
}

fn latch() {
    let left = Rc::new(Cell::new(2));
    let event_loop = Loop::new();
    let seen = left.clone();
    event_loop.add_task(co(async move |y| {
        println!("waiting for {}", seen.get());
        y.yield_from(until(|| (seen.get() == 0).then_some(())))
            .await?;
        println!("released");
        Ok(())
    }));
    for name in ["x", "y"] {
        let left = left.clone();
        event_loop.add_task(co(async move |y| {
            y.yield_from(yield_now()).await?;
            left.set(left.get() - 1);
            println!("set by {name} left {}", left.get());
            Ok(())
        }));
    }
    event_loop.run();
}

fn main() -> Result {
    println!("[003d] one task waits for another");
    let done = Done::default();
    run_tasks(vec![
        Box::new(wait_job(done.clone())),
        Box::new(count_up_to(done, 5)),
    ]);
    println!();

    println!("[003e] a pause");
    run_tasks(vec![Box::new(two("a")), Box::new(two("b"))]);
    println!();

    println!("[003f] sleep, by looking at the clock");
    timed(vec![sleeper("long", 3 * TENTH), sleeper("short", TENTH)]);

    println!("[003g] messages at intervals");
    timed(vec![print_messages(["foo", "bar", "baz"], TENTH)]);

    println!("[003h] two of them");
    timed(vec![
        print_messages(["foo", "bar", "baz"], 10 * TENTH),
        print_messages(["aaa", "bbb", "ccc"], 7 * TENTH),
    ]);

    println!("[003m] a countdown latch");
    latch();
    println!();
    Ok(())
}
