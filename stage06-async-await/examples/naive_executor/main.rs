//! An executor in its first versions, and the programs that break them:
//! `cargo run -p stage06 --example naive_executor -- PROGRAM VERSION`.

mod busy;
mod flag;
mod latch;
mod programs;
mod queue;
mod two_locks;

use programs::{greedy, hundred, hundred_busy, late, sleeps, spawns, thrice, unparks, yields};
use stage01::eprintln;
use std::{pin::Pin, process::ExitCode, rc::Rc};

type BoxFuture = Pin<Box<dyn Future<Output = ()>>>;

/// What the programs ask of an executor.
trait Executor {
    fn spawn(&self, future: BoxFuture);
    fn run_ready(&self);
}

macro_rules! executors {
    ($($path:path)*) => { $(
        impl Executor for $path {
            fn spawn(&self, future: BoxFuture) {
                self.spawn(future);
            }

            fn run_ready(&self) {
                self.run_ready();
            }
        }
    )* };
}
executors!(queue::Executor flag::Executor stage06::executor::Executor);

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (program, executor): (_, Rc<dyn Executor>) = match words[..] {
        ["hundred", "busy"] => {
            hundred_busy();
            return ExitCode::SUCCESS;
        }
        ["greedy", "queue"] => {
            greedy(|| Rc::new(queue::Executor::default()));
            return ExitCode::SUCCESS;
        }
        ["greedy", "ours"] => {
            greedy(|| Rc::new(stage06::executor::Executor::new(|| ())));
            return ExitCode::SUCCESS;
        }
        ["sleeps", "two-locks"] => {
            sleeps();
            return ExitCode::SUCCESS;
        }
        ["unparks", "ours"] => {
            unparks();
            return ExitCode::SUCCESS;
        }
        [program, "queue"] => (program, Rc::new(queue::Executor::default())),
        [program, "flag"] => (program, Rc::new(flag::Executor::default())),
        [program, "ours"] => (program, Rc::new(stage06::executor::Executor::new(|| ()))),
        _ => return refuse(),
    };
    match program {
        "hundred" => hundred(&*executor),
        "spawns" => spawns(executor),
        "thrice" => thrice(&*executor),
        "late" => late(&*executor),
        "yields" => yields(&*executor),
        _ => return refuse(),
    }
    ExitCode::SUCCESS
}

fn refuse() -> ExitCode {
    eprintln!("usage: naive_executor hundred busy");
    eprintln!("       naive_executor hundred|spawns|thrice|late|yields queue|flag|ours");
    eprintln!("       naive_executor greedy queue|ours");
    eprintln!("       naive_executor sleeps two-locks");
    eprintln!("       naive_executor unparks ours");
    ExitCode::from(2)
}
