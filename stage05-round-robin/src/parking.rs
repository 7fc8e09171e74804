//! A sidebar: the document's other carousel (001e), which parks whoever waits for a socket.
//!
//! Parking works: while all tasks are parked, nothing turns. But there is room for readers and writers only; whoever waits for anything
//! else goes round. It is open *or* efficient, wait by wait. Stage 6 parks everybody.

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
    /// Park me until this can be read from.
    Read(Source),
    /// Park me until this can be written to.
    Write(Source),
    /// Do not park me: my turn comes again in the next round.
    Turn,
    /// Take another task aboard; do not park me.
    Add(Routine<Parks>),
}

/// When the loop looks at its sockets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// When no task is ready: the document's rule. One task that never waits keeps all others parked for ever.
    WhenIdle,
    /// In every round; it waits there only if no task is ready.
    EachRound,
}

/// Tasks that are parked, and the source that each waits for; in the order in which they came.
type Parked = Vec<(Source, Routine<Parks>)>;

/// A carousel with a car park.
///
/// Source: the document's `event_loop` with `tasks`, `to_read` and `to_write`. Its two dictionaries have one place for each
/// socket, so the second reader of a socket drives out the first. Here they are lists.
pub struct Parking<W> {
    world: W,
    look: Look,
    /// Who takes a step in this round.
    tasks: VecDeque<Routine<Parks>>,
    /// Who waits until a source can be read from.
    readers: Parked,
    /// Who waits until a source can be written to.
    writers: Parked,
    /// What the tasks raised, and what they could not wait for.
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

    /// Takes a task aboard.
    pub fn add(&mut self, task: impl Coroutine<Result, Yield = Parks, Return = Result> + 'static) {
        self.tasks.push_back(Box::new(task));
    }

    /// Runs until nobody is left. One that fails, panics, or asks for a source that this world cannot watch, ends nobody else:
    /// see [`failures`](Self::failures).
    ///
    /// # Errors
    ///
    /// When the world cannot wait, or cannot let go of a source. Everybody stays where they are: it may be run again.
    // ANCHOR: run
    pub fn run(&mut self) -> io::Result<()> {
        while !(self.tasks.is_empty() && self.readers.is_empty() && self.writers.is_empty()) {
            if self.look == Look::EachRound || self.tasks.is_empty() {
                self.unpark()?;
            }
            for _ in 0..self.tasks.len() {
                match self.turn() {
                    Some((Parks::Read(source), task)) => self.park(source, task, Interest::Read),
                    Some((Parks::Write(source), task)) => self.park(source, task, Interest::Write),
                    Some((Parks::Turn, task)) => self.tasks.push_back(task),
                    Some((Parks::Add(new), task)) => self.tasks.extend([new, task]),
                    None => {} // it has ended
                }
            }
        }
        Ok(())
    }
    // ANCHOR_END: run

    /// What tasks have raised so far, panics and sources that cannot be watched among it.
    pub fn failures(&self) -> &[Exception] {
        &self.failures
    }

    /// The world it runs in.
    pub fn world(&self) -> &W {
        &self.world
    }

    /// A turn of the first: what it asks for, and the task itself, unless it has ended. A panic is its failure, as in
    /// [`Handle`](crate::Handle), also one of its `Drop` at the end.
    fn turn(&mut self) -> Option<(Parks, Routine<Parks>)> {
        let mut task = self.tasks.pop_front()?;
        let step = catch_panic(|| task.resume(Ok(())));
        match step.unwrap_or_else(|panicked| Complete(Err(panicked.into()))) {
            Yielded(asked) => return Some((asked, task)),
            Complete(result) => self.failures.extend(drop_ended(task, result).err()),
        }
        None
    }

    /// Parks a task, and has its source watched. If that cannot be, the task has failed.
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

    /// Waits until somebody parked can go on, or only looks if somebody can go on anyway.
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

    /// Has a source watched for what the parked tasks want of it.
    fn watch(&mut self, source: &Source) -> io::Result<()> {
        let wanted = |parked: &Parked| parked.iter().any(|(s, _)| s.id() == source.id());
        let interest = Interest::new(wanted(&self.readers), wanted(&self.writers));
        self.world.watch(source, interest)
    }
}

/// Everybody who is parked for this: all of them, because each of them waits.
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
            Parks::Turn => f.write_str("Turn"),
            Parks::Add(_) => f.write_str("Add"),
        }
    }
}
