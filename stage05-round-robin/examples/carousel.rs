//! The document's first loops: generators that take turns, one task alone, and tasks that take turns.

use stage01::{
    CoroutineState::{Complete, Yielded},
    Generator, Result, Routine, co, println,
};
use stage05::{Task, run_task, run_tasks, yield_now};
use std::{collections::VecDeque, fmt::Display};

fn simple_print(message: impl Display) -> impl Task {
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

fn gen1(text: &'static str) -> Routine<String> {
    Box::new(co(async move |y| {
        for letter in text.chars() {
            let () = y.yield_(letter.to_string()).await?;
        }
        Ok(())
    }))
}

/// It yields `n`, not the number of the turn: the document's slip, kept.
fn gen2(n: u32) -> Routine<String> {
    Box::new(co(async move |y| {
        for _ in 0..n {
            let () = y.yield_(n.to_string()).await?;
        }
        Ok(())
    }))
}

fn two_generators() -> Result {
    let mut tasks = VecDeque::from([gen1("string"), gen2(6)].map(Generator::new));
    while let Some(mut task) = tasks.pop_front() {
        match task.next() {
            Yielded(i) => {
                println!("{i}");
                tasks.push_back(task);
            }
            Complete(ended) => ended?,
        }
    }
    Ok(())
}

fn main() -> Result {
    println!("[001d] two generators take turns");
    two_generators()?;
    println!("\n[003a] one task");
    run_task(simple_print("one task"))?;
    run_task(complex_work())?;
    println!("\n[003b] two tasks");
    run_tasks(vec![
        Box::new(complex_work()),
        Box::new(simple_print("between")),
    ]);
    println!("\n[003c] four tasks");
    run_tasks(vec![
        Box::new(simple_print(1)),
        Box::new(complex_work()),
        Box::new(simple_print(2)),
        Box::new(simple_print(3)),
    ]);
    println!();
    Ok(())
}
