//! A loop that parks tasks that wait for sockets (001e).
//!
//! While all tasks are parked, the loop sleeps. But only readers and writers can be parked; a task that waits for anything else takes a
//! step in each turn. Stage 6 parks every task that waits.

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Exception, Result, Routine,
};
use stage02::Interest;
use stage04::{Ready, Source, World, catch_panic, drop_ended};
use std::{collections::VecDeque, fmt, io, time::Duration};

/// What a task of this loop yields. In the document: `('read', sock)` and `('write', sock)`.
pub enum Parks {
    /// Park the task until the source can be read from.
    Read(Source),
    /// Park the task until the source can be written to.
    Write(Source),
    /// Do not park the task: it takes its next step in the next turn.
    Yield,
    /// Add another task, and do not park this one.
    Add(Routine<Parks>),
}

/// When the loop asks which sockets are ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Only when no task is ready: the document's rule. One task that never waits keeps all others parked forever.
    WhenIdle,
    /// In every turn. It sleeps there only if no task is ready.
    EachTurn,
}

/// Parked tasks, each with the source that it waits for, in the order in which they were parked.
type Parked = Vec<(Source, Routine<Parks>)>;

/// A queue of tasks, and two lists of parked ones.
///
/// Source: the document's `event_loop` with `tasks`, `to_read` and `to_write`. Its two dictionaries have one place for each
/// socket, so the second reader of a socket replaces the first, which is lost. Here they are lists.
pub struct Parking<W> {
    world: W,
    look: Look,
    /// The tasks that are ready for a step.
    tasks: VecDeque<Routine<Parks>>,
    /// The tasks that wait until a source can be read from.
    readers: Parked,
    /// The tasks that wait until a source can be written to.
    writers: Parked,
    /// The errors of tasks, and of sources that could not be watched.
    failures: Vec<Exception>,
}

impl<W: World> Parking<W> {
    /// A loop without tasks, whose sockets are in this world.
    pub fn new(world: W, look: Look) -> Self {
        Parking {
            world,
            look,
            tasks: VecDeque::new(),
            readers: Vec::new(),
            writers: Vec::new(),
            failures: Vec::new(),
        }
    }

    /// Adds a task.
    pub fn add(&mut self, task: impl Coroutine<Result, Yield = Parks, Return = Result> + 'static) {
        self.tasks.push_back(Box::new(task));
    }

    /// Runs until no task is left. A task that fails, panics, or waits for a source that this world cannot watch, ends no other task:
    /// see [`failures`](Self::failures).
    ///
    /// # Errors
    ///
    /// When the world cannot wait, or cannot stop watching a source. No task is lost, and the loop may be run again.
    // ANCHOR: run
    pub fn run(&mut self) -> io::Result<()> {
        while !(self.tasks.is_empty() && self.readers.is_empty() && self.writers.is_empty()) {
            if self.look == Look::EachTurn || self.tasks.is_empty() {
                self.unpark()?;
            }
            for _ in 0..self.tasks.len() {
                match self.step() {
                    Some((Parks::Read(source), task)) => self.park(source, task, Interest::Read),
                    Some((Parks::Write(source), task)) => self.park(source, task, Interest::Write),
                    Some((Parks::Yield, task)) => self.tasks.push_back(task),
                    Some((Parks::Add(new), task)) => self.tasks.extend([new, task]),
                    None => {} // it has ended
                }
            }
        }
        Ok(())
    }
    // ANCHOR_END: run

    /// Returns the errors of tasks so far, with panics and with sources that cannot be watched.
    pub fn failures(&self) -> &[Exception] {
        &self.failures
    }

    /// Returns the world it runs in.
    pub fn world(&self) -> &W {
        &self.world
    }

    /// One step of the first task: returns what it yielded, and the task itself, unless it has ended. A panic becomes its error, also
    /// one of its `Drop`.
    fn step(&mut self) -> Option<(Parks, Routine<Parks>)> {
        let mut task = self.tasks.pop_front()?;
        let step = catch_panic(|| task.resume(Ok(())));
        match step.unwrap_or_else(|panicked| Complete(Err(panicked.into()))) {
            Yielded(asked) => return Some((asked, task)),
            Complete(result) => self.failures.extend(drop_ended(task, result).err()),
        }
        None
    }

    /// Parks a task, and watches its source. If the source cannot be watched, the task has failed.
    fn park(&mut self, source: Source, task: Routine<Parks>, interest: Interest) {
        self.parked(interest).push((source.clone(), task));
        let watched = match catch_panic(|| self.watch(&source)) {
            Ok(watched) => watched.map_err(Exception::from),
            Err(panicked) => Err(panicked.into()), // the world did
        };
        if watched.is_err() {
            let unwatched = self.parked(interest).pop();
            self.failures.extend(drop_ended(unwatched, watched).err());
        }
    }

    fn parked(&mut self, interest: Interest) -> &mut Parked {
        match interest {
            Interest::Write => &mut self.writers,
            _ => &mut self.readers,
        }
    }

    /// Moves parked tasks whose sources are ready back to the queue. Sleeps until there is one, unless the queue has a task.
    fn unpark(&mut self) -> io::Result<()> {
        let timeout = (!self.tasks.is_empty()).then_some(Duration::ZERO);
        let mut unparked = Vec::new();
        for ready in self.world.select(timeout)? {
            if ready.readable {
                unparked.extend(leave(&mut self.readers, ready));
            }
            if ready.writable {
                unparked.extend(leave(&mut self.writers, ready));
            }
        }
        let (sources, tasks): (Vec<_>, Vec<_>) = unparked.into_iter().unzip();
        self.tasks.extend(tasks); // before anything can go wrong
        let watched = sources.iter().map(|source| self.watch(source));
        watched.fold(Ok(()), io::Result::and)
    }

    /// Watches a source for what the parked tasks wait for.
    fn watch(&mut self, source: &Source) -> io::Result<()> {
        let wanted = |parked: &Parked| parked.iter().any(|(s, _)| s.id() == source.id());
        let interest = Interest::new(wanted(&self.readers), wanted(&self.writers));
        self.world.watch(source, interest)
    }
}

/// Takes out all tasks that are parked for this source.
fn leave(parked: &mut Parked, ready: Ready) -> impl Iterator<Item = (Source, Routine<Parks>)> {
    parked.extract_if(.., move |(source, _)| source.id() == ready.source)
}

impl<W> Drop for Parking<W> {
    /// Drops the tasks that have not ended. A destructor that panics harms no other task.
    fn drop(&mut self) {
        let parked = self.readers.drain(..).chain(self.writers.drain(..));
        for task in self.tasks.drain(..).chain(parked.map(|(_, task)| task)) {
            let _ = catch_panic(|| drop(task));
        }
    }
}

impl<W> fmt::Debug for Parking<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parking")
            .field("tasks", &self.tasks.len())
            .field("readers", &self.readers.len())
            .field("writers", &self.writers.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Parks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Parks::Read(source) => write!(f, "Read({source})"),
            Parks::Write(source) => write!(f, "Write({source})"),
            Parks::Yield => f.write_str("Yield"),
            Parks::Add(_) => f.write_str("Add"),
        }
    }
}
