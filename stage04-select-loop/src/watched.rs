//! The tasks that wait for sources: any number for each, in both directions.

use crate::{
    Ready, Source, SourceId, TaskId, World,
    task::Direction::{self, Read, Write},
};
use stage02::Interest;
use std::{
    collections::{HashMap, VecDeque, hash_map::Entry},
    io,
};
use tracing::error;

// ANCHOR: Watched
/// The sources that tasks wait for. The world watches these and no others.
///
/// An operating system takes one registration for each descriptor, so the interests of all its tasks are merged.
#[derive(Debug, Default)]
pub(crate) struct Watched(HashMap<SourceId, Waiters>);

/// The tasks that wait for one source, in the order in which they asked. There is at least one, unless the world panicked in
/// `watch`.
#[derive(Debug)]
struct Waiters {
    source: Source,
    readers: Vec<TaskId>,
    writers: Vec<TaskId>,
}
// ANCHOR_END: Watched

impl Watched {
    // ANCHOR: add
    /// Adds a task to a source's waiters.
    ///
    /// # Errors
    ///
    /// As [`World::watch`]; the task does not wait then.
    pub(crate) fn add(
        &mut self,
        world: &mut impl World,
        source: &Source,
        direction: Direction,
        task: TaskId,
    ) -> io::Result<()> {
        let (read, write) = (direction == Read, direction == Write);
        let (readers, writers) = match self.0.get(&source.id()) {
            Some(waiters) => (!waiters.readers.is_empty(), !waiters.writers.is_empty()),
            None => (false, false),
        };
        world.watch(source, Interest::new(read || readers, write || writers))?;
        let waiters = self.0.entry(source.id()).or_insert_with(|| Waiters {
            source: source.clone(),
            readers: Vec::new(),
            writers: Vec::new(),
        });
        waiters.queue(direction).push(task);
        Ok(())
    }
    // ANCHOR_END: add

    /// Removes a task from a source's waiters.
    pub(crate) fn remove(
        &mut self,
        world: &mut impl World,
        source: &Source,
        direction: Direction,
        task: TaskId,
    ) {
        if let Some(waiters) = self.0.get_mut(&source.id()) {
            waiters.queue(direction).retain(|waiter| *waiter != task);
            self.narrow(world, source.id());
        }
    }

    /// Moves the tasks that waited for these sources to `woken`: all of them, because each of them asked.
    pub(crate) fn take(
        &mut self,
        ready: Vec<Ready>,
        world: &mut impl World,
        woken: &mut VecDeque<TaskId>,
    ) {
        for ready in ready {
            if let Some(waiters) = self.0.get_mut(&ready.source) {
                if ready.readable {
                    woken.extend(waiters.readers.drain(..));
                }
                if ready.writable {
                    woken.extend(waiters.writers.drain(..));
                }
                self.narrow(world, ready.source);
            }
        }
    }

    /// Tells the world that less is wanted of a source, or nothing. If the system cannot do that, no task is affected.
    fn narrow(&mut self, world: &mut impl World, id: SourceId) {
        if let Entry::Occupied(entry) = self.0.entry(id) {
            let interest = entry.get().interest();
            if let Err(error) = world.watch(&entry.get().source, interest) {
                error!(target: "event_loop", %error, "a source cannot be forgotten");
            }
            if interest.is_none() {
                entry.remove();
            }
        }
    }
}

impl Waiters {
    /// The interest of all of them together.
    fn interest(&self) -> Option<Interest> {
        Interest::new(!self.readers.is_empty(), !self.writers.is_empty())
    }

    fn queue(&mut self, direction: Direction) -> &mut Vec<TaskId> {
        match direction {
            Read => &mut self.readers,
            Write => &mut self.writers,
        }
    }
}
