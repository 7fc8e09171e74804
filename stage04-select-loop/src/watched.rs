//! Who waits for which source: any number of tasks for each, in both directions.

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

/// The sources that somebody waits for, and who. The world watches these and no others.
///
/// An operating system takes one registration a descriptor, so what all the tasks want of it is merged.
#[derive(Debug, Default)]
pub(crate) struct Watched(HashMap<SourceId, Waiters>);

/// Who waits for one source, in the order in which they asked. At least one does, unless the world panicked when it was told.
#[derive(Debug)]
struct Waiters {
    source: Source,
    readers: Vec<TaskId>,
    writers: Vec<TaskId>,
}

impl Watched {
    /// Lets a task wait for a source.
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

    /// Lets a task wait no longer.
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

    /// Moves everybody who waited for this to `over`: all of them, because each of them asked.
    pub(crate) fn take(
        &mut self,
        ready: Vec<Ready>,
        world: &mut impl World,
        over: &mut VecDeque<TaskId>,
    ) {
        for ready in ready {
            if let Some(waiters) = self.0.get_mut(&ready.source) {
                if ready.readable {
                    over.extend(waiters.readers.drain(..));
                }
                if ready.writable {
                    over.extend(waiters.writers.drain(..));
                }
                self.narrow(world, ready.source);
            }
        }
    }

    /// Tells the world that less is wanted of a source, or nothing. Only a broken system cannot do that; nobody waits for it.
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
    /// What all of them want together.
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
