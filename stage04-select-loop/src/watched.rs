//! Who waits for which source: any number of tasks for each, in both directions.

use crate::{
    Ready, Source, SourceId, TaskId, World,
    task::Direction::{self, Read, Write},
};
use stage02::Interest;
use std::{collections::HashMap, io};

// ANCHOR: Watched
/// The sources that somebody waits for, and who. The world watches these and no others.
///
/// An operating system takes one registration a descriptor, so what all the tasks want of it is merged.
#[derive(Debug, Default)]
pub(crate) struct Watched(HashMap<SourceId, Waiters>);

/// Who waits for one source, in the order in which they asked. At least one does.
#[derive(Debug)]
struct Waiters {
    source: Source,
    readers: Vec<TaskId>,
    writers: Vec<TaskId>,
}
// ANCHOR_END: Watched

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
        let waiters = self.0.entry(source.id()).or_insert_with(|| Waiters {
            source: source.clone(),
            readers: Vec::new(),
            writers: Vec::new(),
        });
        waiters.queue(direction).push(task);
        self.update(world, source.id()).inspect_err(|_| {
            self.forget(source.id(), direction, task);
        })
    }

    /// Lets a task wait no longer.
    ///
    /// # Errors
    ///
    /// As [`World::watch`]; the task does not wait all the same.
    pub(crate) fn remove(
        &mut self,
        world: &mut impl World,
        source: SourceId,
        direction: Direction,
        task: TaskId,
    ) -> io::Result<()> {
        self.forget(source, direction, task);
        self.update(world, source)
    }

    /// Takes everybody who waited for this: all of them, because each of them asked.
    ///
    /// # Errors
    ///
    /// As [`World::watch`].
    pub(crate) fn take(&mut self, world: &mut impl World, ready: Ready) -> io::Result<Vec<TaskId>> {
        let Some(waiters) = self.0.get_mut(&ready.source) else {
            return Ok(Vec::new());
        };
        let mut tasks = Vec::new();
        if ready.readable {
            tasks.append(&mut waiters.readers);
        }
        if ready.writable {
            tasks.append(&mut waiters.writers);
        }
        self.update(world, ready.source)?;
        Ok(tasks)
    }

    /// Tells the world what is wanted of a source now.
    fn update(&mut self, world: &mut impl World, id: SourceId) -> io::Result<()> {
        let Some(waiters) = self.0.get(&id) else {
            return Ok(());
        };
        let interest = Interest::new(!waiters.readers.is_empty(), !waiters.writers.is_empty());
        let updated = world.watch(&waiters.source, interest);
        if interest.is_none() {
            self.0.remove(&id);
        }
        updated
    }

    fn forget(&mut self, source: SourceId, direction: Direction, task: TaskId) {
        if let Some(waiters) = self.0.get_mut(&source) {
            waiters.queue(direction).retain(|waiter| *waiter != task);
        }
    }
}

impl Waiters {
    fn queue(&mut self, direction: Direction) -> &mut Vec<TaskId> {
        match direction {
            Read => &mut self.readers,
            Write => &mut self.writers,
        }
    }
}
