//! A program as data, and as text.

use std::fmt::{self, Display, Formatter};

/// What a task does, one after another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Waits for so many milliseconds, at least one.
    Sleep(u64),
    /// Lets each other task that is ready take a step.
    Yield,
    /// Starts a child.
    Spawn(Body),
    /// Waits for the end of the child that was the nth to be started, and hears no more of it. Nothing happens if there is no such
    /// child, or if it was joined before.
    Join(usize),
    /// Cancels that child, on the same terms.
    Cancel(usize),
    /// Does these steps, for so many milliseconds at most.
    Within(u64, Vec<Step>),
    /// Does these steps; a cancel ends them, and the task goes on behind them.
    Catch(Vec<Step>),
    /// Sends a message to the parent, and waits until there is room for it. The channel has room for one.
    Tell,
    /// Waits for a message of that child, or for its end.
    Hear(usize),
}

/// A task: its number, by which events call it, and its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// Its number.
    pub task: usize,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// Tasks that are started in this order, at time 0.
#[derive(Clone, PartialEq, Eq)]
pub struct Program(pub Vec<Body>);

/// Something that happened: a step of a task was over.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// The virtual time, in milliseconds.
    pub time: u64,
    /// The number of the task.
    pub task: usize,
    /// The rest of the sentence.
    pub what: String,
}

impl Event {
    /// At this time, this task has done this.
    pub fn new(time: u64, task: usize, what: impl Into<String>) -> Self {
        let what = what.into();
        Event { time, task, what }
    }

    /// What is said of a task that waited for a child.
    pub fn joined(child: usize, returned: bool) -> String {
        let how = if returned {
            "returned"
        } else {
            "was cancelled"
        };
        format!("has joined child {child}, which {how}")
    }

    /// What is said of a task that waited for a message.
    pub fn heard(child: usize, message: bool) -> String {
        let what = if message { "a message" } else { "the end" };
        format!("hears {what} of child {child}")
    }

    /// What is said of a task that sent a message.
    pub fn told(heard: bool) -> &'static str {
        if heard {
            "has told its parent"
        } else {
            "is not heard"
        }
    }

    /// What is said of a task whose steps had a limit.
    pub fn limited(in_time: bool) -> &'static str {
        if in_time {
            "was in time"
        } else {
            "was too late"
        }
    }
}

impl Display for Event {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} ms: task {} {}", self.time, self.task, self.what)
    }
}

impl Display for Program {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|body| write_body(f, body, 0))
    }
}

/// The text: it is what a failing test prints.
impl fmt::Debug for Program {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

fn write_body(f: &mut Formatter<'_>, body: &Body, depth: usize) -> fmt::Result {
    writeln!(f, "{:depth$}task {}:", "", body.task)?;
    write_steps(f, &body.steps, depth + 4)
}

fn write_steps(f: &mut Formatter<'_>, steps: &[Step], depth: usize) -> fmt::Result {
    for step in steps {
        if let Step::Spawn(body) = step {
            write_body(f, body, depth)?;
            continue;
        }
        write!(f, "{:depth$}", "")?;
        match step {
            Step::Spawn(_) => {}
            Step::Sleep(ms) => writeln!(f, "sleep {ms} ms")?,
            Step::Yield => writeln!(f, "yield")?,
            Step::Join(child) => writeln!(f, "join child {child}")?,
            Step::Cancel(child) => writeln!(f, "cancel child {child}")?,
            Step::Tell => writeln!(f, "tell")?,
            Step::Hear(child) => writeln!(f, "hear child {child}")?,
            Step::Catch(steps) => {
                writeln!(f, "catch:")?;
                write_steps(f, steps, depth + 4)?;
            }
            Step::Within(ms, steps) => {
                writeln!(f, "within {ms} ms:")?;
                write_steps(f, steps, depth + 4)?;
            }
        }
    }
    Ok(())
}
