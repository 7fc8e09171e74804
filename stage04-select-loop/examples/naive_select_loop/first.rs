//! Version 0: the loop of the document, with four of its requests.

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Result, Routine,
};
use stage02::Interest;
use stage04::{Asks, NewTask, Request, Source, SourceId, TaskId, World};
use std::{collections::HashMap, mem, time::Duration};

// ANCHOR: SelectLoop
pub struct SelectLoop<W> {
    pub world: W,
    /// The tasks that have not ended.
    pub tasks: HashMap<TaskId, Routine<Request>>,
    /// The tasks that take a step in this turn or the next.
    pub ready: Vec<TaskId>,
    /// The sources that are watched, and the task that waits for each.
    pub readers: HashMap<SourceId, (Source, TaskId)>,
    /// The tasks that are joined, and the tasks that wait for the end of each.
    pub joiners: HashMap<TaskId, Vec<TaskId>>,
    /// How many tasks were started.
    pub started: u64,
}
// ANCHOR_END: SelectLoop

impl<W: World> SelectLoop<W> {
    pub fn new(world: W) -> Self {
        SelectLoop {
            world,
            tasks: HashMap::new(),
            ready: Vec::new(),
            readers: HashMap::new(),
            joiners: HashMap::new(),
            started: 0,
        }
    }

    // ANCHOR: run
    pub fn run(&mut self, main: impl Asks + 'static) -> Result {
        self.start(NewTask::new(main));
        while !(self.ready.is_empty() && self.readers.is_empty()) {
            self.run_once()?;
        }
        Ok(())
    }

    pub fn run_once(&mut self) -> Result {
        for ready in self.world.select(Some(Duration::ZERO))? {
            if let Some((source, task)) = self.readers.remove(&ready.source) {
                self.world.watch(&source, None)?;
                self.ready.push(task);
            }
        }
        for task in mem::take(&mut self.ready) {
            self.step(task)?;
        }
        Ok(())
    }
    // ANCHOR_END: run

    pub fn start(&mut self, new: NewTask) {
        let id = TaskId::new(self.started);
        self.started += 1;
        self.tasks.insert(id, new.start(id));
        self.ready.push(id);
    }

    // ANCHOR: step
    fn step(&mut self, id: TaskId) -> Result {
        let Some(task) = self.tasks.get_mut(&id) else {
            return Ok(());
        };
        match task.resume(Ok(())) {
            Yielded(Request::Spawn(new)) => {
                self.start(new);
                self.ready.push(id);
            }
            Yielded(Request::YieldNow) => self.ready.push(id),
            Yielded(Request::Read(source)) => {
                self.world.watch(&source, Some(Interest::Read))?;
                self.readers.insert(source.id(), (source, id));
            }
            Yielded(Request::Join(child)) => self.joiners.entry(child).or_default().push(id),
            Yielded(request) => unimplemented!("{request:?} comes on the next pages"),
            Complete(_) => {
                self.tasks.remove(&id);
                let joiners = self.joiners.remove(&id);
                self.ready.extend(joiners.into_iter().flatten());
            }
        }
        Ok(())
    }
    // ANCHOR_END: step
}
