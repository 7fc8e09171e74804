//! What one step costs beside tasks that wait, and one timer beside others: each in a process of its own. The clock is
//! that of the thread, which stands still while other programs run.

mod futures;
mod ours;

use crate::python;
use clap::{Args, ValueEnum};
use measure::machine::thread_time;
use stage01::{Result, println};
use std::{
    env, io,
    process::{Command, Stdio},
    time::Duration,
};

/// A loop, and what it is called in tables and pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum On {
    Generator,
    Callbacks,
    Task,
    SelectLoop,
    RoundRobin,
    Small,
    Full,
    Tokio,
    Asyncio,
}

impl On {
    pub(crate) fn name(self) -> &'static str {
        match self {
            On::Generator => "generator",
            On::Callbacks => "callbacks",
            On::Task => "task",
            On::SelectLoop => "select loop",
            On::RoundRobin => "round robin",
            On::Small => "small",
            On::Full => "full",
            On::Tokio => "tokio",
            On::Asyncio => "asyncio",
        }
    }
}

/// What is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum What {
    /// A task gives up its turn.
    Step,
    /// A timer is set and cancelled.
    Timer,
}

/// What a process is told to do.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Growth {
    pub(crate) on: On,
    pub(crate) what: What,
    /// How many others wait.
    pub(crate) number: usize,
    pub(crate) operations: usize,
}

/// Far enough that no timer is ever due: the timer that is set and cancelled.
const HOUR: Duration = Duration::from_secs(3600);

/// When a timer that waits is due: half of them are before that one, and half after it.
fn due(number: usize) -> Duration {
    let minutes = Duration::from_secs(60 * [30, 90][number % 2]);
    minutes + Duration::from_micros(number as u64)
}

impl Growth {
    /// True if this loop has such a thing.
    pub(crate) fn exists(self) -> bool {
        match (self.on, self.what) {
            (On::Generator, _) => self.what == What::Step && self.number == 0,
            (On::Callbacks | On::Task, What::Timer) => false,
            // A million tasks of Python take more than a gigabyte.
            (On::Asyncio, _) => self.number <= 100_000,
            _ => true,
        }
    }

    /// The nanoseconds of one operation, in a process of its own.
    pub(crate) fn measured(self) -> io::Result<f64> {
        let mut command = match self.on {
            On::Asyncio => python::command("growth.py")?,
            _ => self.below(Command::new(env::current_exe()?)),
        };
        if self.on == On::Asyncio {
            command.args([
                name_of(self.what),
                self.number.to_string(),
                self.operations.to_string(),
            ]);
        }
        let output = command.stderr(Stdio::null()).output()?;
        let figure = String::from_utf8_lossy(&output.stdout).trim().parse();
        figure.map_err(|_| io::Error::other(format!("{} has no figure", self.on.name())))
    }

    /// Adds the arguments for a process that does this.
    pub(crate) fn below(self, mut program: Command) -> Command {
        program.args(["grow", &name_of(self.on), &name_of(self.what)]);
        program.args([self.number, self.operations].map(|number| number.to_string()));
        program
    }

    /// What the process does.
    pub(crate) fn run(self) -> Result {
        let Growth {
            on,
            what,
            number,
            operations,
        } = self;
        let cost = match (on, what) {
            (On::Generator, _) => ours::generator(operations),
            (On::Callbacks, _) => ours::callbacks(number, operations),
            (On::Task, _) => ours::tasks(number, operations),
            (On::SelectLoop, What::Step) => ours::requests(number, operations),
            (On::SelectLoop, What::Timer) => ours::request_timers(number, operations),
            (On::RoundRobin, What::Step) => ours::round_robin(number, operations),
            (On::RoundRobin, What::Timer) => ours::round_robin_timers(number, operations),
            (_, What::Step) => futures::step(on, number, operations),
            (_, What::Timer) => futures::timer(on, number, operations),
        };
        println!("{}", cost?);
        Ok(())
    }
}

fn name_of(value: impl ValueEnum) -> String {
    let named = value.to_possible_value().expect("none is skipped");
    named.get_name().to_owned()
}

/// So many of something that must live until the end.
fn many<T>(number: usize, one: impl FnMut(usize) -> T) -> Vec<T> {
    (0..number).map(one).collect()
}

/// The nanoseconds of one operation, of the processor's time.
fn timed(operations: usize, work: impl FnOnce()) -> f64 {
    let start = thread_time();
    work();
    (thread_time() - start) / operations as f64
}
