//! The timers of the two versions: stage 4's very files.

use std::sync::Arc;
use std::time::Duration;

use explorer::Line;

#[path = "../../../../../stage04-select-loop/examples/naive_deadlines/naive.rs"]
mod naive;
#[path = "../../../../../stage04-select-loop/solutions/e2_timers.rs"]
mod ours;

/// The timers that a loop has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// Version 1 of the page.
    Naive,
    /// The solution of the exercise.
    Ours,
}

/// What both versions can do.
pub(super) trait Timers {
    fn add(&mut self, deadline: Duration) -> u64;
    fn cancel(&mut self, id: u64);
    fn next(&mut self) -> Option<Duration>;
    fn pop_due(&mut self, now: Duration) -> Option<u64>;
}

macro_rules! timers {
    ($version:ident) => {
        impl Timers for $version::Timers {
            fn add(&mut self, deadline: Duration) -> u64 {
                self.add(deadline)
            }
            fn cancel(&mut self, id: u64) {
                self.cancel(id);
            }
            fn next(&mut self) -> Option<Duration> {
                self.next()
            }
            fn pop_due(&mut self, now: Duration) -> Option<u64> {
                self.pop_due(now)
            }
        }
    };
}
timers!(naive);
timers!(ours);

impl Version {
    pub(super) fn timers(self) -> Box<dyn Timers> {
        match self {
            Version::Naive => Box::<naive::Timers>::default(),
            Version::Ours => Box::<ours::Timers>::default(),
        }
    }
}

/// Returns the line of a version's file that decides in this method.
pub(super) fn at_line(version: Version, method: &str) -> Option<Arc<Line>> {
    const NAIVE: &str =
        include_str!("../../../../../stage04-select-loop/examples/naive_deadlines/naive.rs");
    const OURS: &str = include_str!("../../../../../stage04-select-loop/solutions/e2_timers.rs");
    let (file, code) = match version {
        Version::Naive => (
            "stage04-select-loop/examples/naive_deadlines/naive.rs",
            NAIVE,
        ),
        Version::Ours => ("stage04-select-loop/solutions/e2_timers.rs", OURS),
    };
    let text = match (version, method) {
        (Version::Naive, "add") => "let id = self.heap.len() as TimerId;",
        (Version::Naive, "cancel") => "self.cancelled.insert(id);",
        (Version::Naive, _) => "let (_, id) = self.heap.pop()?;",
        (Version::Ours, "add") => "let id = self.next_id;",
        (Version::Ours, "cancel") => "self.pending.remove(&id);",
        (Version::Ours, _) => "let Reverse((_, id)) = self.heap.pop()?;",
    };
    let number = code.lines().zip(1..).find(|(line, _)| line.trim() == text);
    let (_, number) = number.expect("the version has this line");
    Some(Arc::new(Line {
        function: method.into(),
        text: text.into(),
        number,
        real: Some((file.into(), number)),
        staged: true,
    }))
}
