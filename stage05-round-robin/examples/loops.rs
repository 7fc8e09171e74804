//! A loop to which tasks are added while it runs, and `gather`.

use stage01::{Result, Routine, co, println};
use stage05::{Loop, Task, Virtual, gather, sleep, yield_now};
use std::time::Duration;

fn simple_print(message: &'static str) -> impl Task {
    co(async move |_| {
        println!("{message}");
        Ok(())
    })
}

fn complex_work() -> impl Task {
    co(async |y| {
        println!("Hello");
        y.yield_from(yield_now()).await?;
        println!("World");
        Ok(())
    })
}

fn print_messages(messages: [&'static str; 3], sleep_time: Duration) -> impl Task {
    co(async move |y| {
        for message in messages {
            println!("{message}");
            y.yield_from(sleep(sleep_time)).await?;
        }
        Ok(())
    })
}

/// Adds a task while the loop runs.
fn parent(event_loop: Loop) -> impl Task {
    co(async move |y| {
        let current = Loop::current()? == event_loop;
        println!("parent start, current is loop: {current}");
        Loop::current()?.add_task(simple_print("child 1"));
        y.yield_from(yield_now()).await?;
        println!("parent end");
        Ok(())
    })
}

/// The names of what was gathered, in the order of the tasks.
fn named(task: impl Task + 'static, name: &'static str) -> Routine<(), &'static str> {
    Box::new(co(async move |y| {
        y.yield_from(task).await?;
        Ok(name)
    }))
}

const SECOND: Duration = Duration::from_secs(1);

fn tasks_in_a_loop() {
    let event_loop = Loop::new();
    event_loop.add_task(simple_print("first"));
    event_loop.add_task(complex_work());
    event_loop.add_task(simple_print("second"));
    event_loop.run();
    println!("tasks left {}", event_loop.tasks());
}

fn one_task() -> Result {
    Loop::new().run_task(complex_work())?;
    println!("done");
    Ok(())
}

/// Runs a task in virtual time, and prints how much of it that took.
fn timed<T: 'static>(task: impl Task<T> + 'static) -> Result {
    let event_loop = Loop::with_clock(Virtual::new());
    event_loop.run_task(task)?;
    println!("elapsed_rounded_0.1s {:.1}", event_loop.now().as_secs_f64());
    Ok(())
}

fn the_current_loop() -> Result {
    println!("current before run: {:?}", Loop::current().ok());
    let event_loop = Loop::new();
    event_loop.run_task(parent(event_loop.clone()))?;
    let still = Loop::current().is_ok_and(|current| current == event_loop);
    println!("current after run still set: {still}");
    Ok(())
}

fn gathered() -> Result {
    let gathered = Loop::new().run_task(gather(vec![
        named(simple_print("a"), "first"),
        named(complex_work(), "second"),
        named(simple_print("b"), "third"),
    ]))?;
    println!("gather -> {gathered:?}");
    let none = Vec::<Routine<()>>::new();
    let gathered = Loop::new().run_task(gather(none))?;
    println!("empty gather -> {gathered:?}");
    Ok(())
}

fn main() -> Result {
    println!("[003i] tasks in a loop");
    tasks_in_a_loop();
    println!("\n[003j] run_task");
    one_task()?;
    println!("\n[003k] run_task, and a clock");
    timed(print_messages(["foo", "bar", "baz"], SECOND))?;
    println!("\n[003l] the current loop");
    the_current_loop()?;
    println!("\n[003n] gather");
    gathered()?;
    println!("\n[003o] gather, and a clock");
    timed(gather(vec![
        print_messages(["foo", "bar", "baz"], SECOND),
        print_messages(["aaa", "bbb", "ccc"], 7 * SECOND / 10),
    ]))?;
    println!();
    Ok(())
}
