//! The naive select loop, and the programs that break it: `cargo run -p stage04 --example naive_select_loop -- PROGRAM VERSION`.
#![allow(unreachable_pub)]

mod first;
mod patient;
mod programs;

use first::SelectLoop;
use patient::Patient;
use stage01::{Result, println};
use stage04::{Asks, EventLoop, Simulated};
use std::{env, io, panic};

/// What the versions have in common.
trait Loop {
    /// Runs the main task, and says what the loop said about it.
    fn run_main(&mut self, main: impl Asks + 'static) -> Result;
    /// How often it called `select`.
    fn selects(&self) -> u64;
    /// How many tasks have not ended.
    fn left(&self) -> usize;
}

impl Loop for SelectLoop<Simulated> {
    fn run_main(&mut self, main: impl Asks + 'static) -> Result {
        self.run(main)
    }
    fn selects(&self) -> u64 {
        self.world.selects()
    }
    fn left(&self) -> usize {
        self.tasks.len()
    }
}

impl Loop for SelectLoop<Patient> {
    fn run_main(&mut self, main: impl Asks + 'static) -> Result {
        self.run(main)
    }
    fn selects(&self) -> u64 {
        self.world.0.selects()
    }
    fn left(&self) -> usize {
        self.tasks.len()
    }
}

impl Loop for EventLoop<Simulated> {
    fn run_main(&mut self, main: impl Asks + 'static) -> Result {
        self.run_until_complete(main)
    }
    fn selects(&self) -> u64 {
        self.world().selects()
    }
    fn left(&self) -> usize {
        self.tasks()
    }
}

fn main() -> Result {
    panic::set_hook(Box::new(|panic| {
        println!("panicked: {}", panic.payload_as_str().unwrap_or_default());
    }));
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["wall"] => programs::wall(),
        ["lost", "first"] => {
            let title = "[002i] the document's loop loses its main task";
            programs::lost(title, &mut SelectLoop::new(Simulated::new()))
        }
        ["lost", "ours"] => programs::lost("ours:", &mut EventLoop::with(Simulated::new())),
        [program, "first"] => run(program, SelectLoop::new(Simulated::new())),
        [program, "patient"] => run(program, SelectLoop::new(Patient(Simulated::new()))),
        [program, "ours"] => run(program, EventLoop::with(Simulated::new())),
        _ => {
            println!(
                "name a program and a version: slow, shared, refused, cancelled, error; first, patient, ours"
            );
            Ok(())
        }
    }
}

fn run(program: &str, mut event_loop: impl Loop) -> Result {
    match program {
        "slow" => programs::slow(&mut event_loop),
        "shared" => programs::shared(&mut event_loop),
        "refused" => programs::refused(&mut event_loop),
        "cancelled" => programs::cancelled(&mut event_loop),
        "error" => programs::error(&mut event_loop),
        _ => return Err(io::Error::other("no such program").into()),
    }
    println!("calls of select: {}", event_loop.selects());
    Ok(())
}
