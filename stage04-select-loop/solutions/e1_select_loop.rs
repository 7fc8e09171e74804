//! Exercise s4e1: a select loop.

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Result, Routine,
};
use stage02::Interest;
use stage04::{Asks, NewTask, Request, Source, SourceId, TaskId, World};
use std::{collections::HashMap, io, mem, time::Duration};

/// Runs tasks. All of them wait in its one call of `select`.
struct MyLoop<W> {
    world: W,
    /// The tasks that have not ended.
    tasks: HashMap<TaskId, Routine<Request>>,
    /// The tasks that take a step in this turn or the next, and what each is resumed with.
    ready: Vec<(TaskId, Result)>,
    /// The sources that are watched, and the tasks that wait for each.
    readers: HashMap<SourceId, (Source, Vec<TaskId>)>,
    /// The tasks that are joined, and the tasks that wait for the end of each.
    joiners: HashMap<TaskId, Vec<TaskId>>,
    /// How many tasks were started.
    started: u64,
    /// What the main task returned or raised.
    result: Option<Result>,
}

/// The main task is the first.
const MAIN: u64 = 0;

impl<W: World> MyLoop<W> {
    fn new(world: W) -> Self {
        MyLoop {
            world,
            tasks: HashMap::new(),
            ready: Vec::new(),
            readers: HashMap::new(),
            joiners: HashMap::new(),
            started: MAIN,
            result: None,
        }
    }

    // ANCHOR: run
    fn run(&mut self, main: impl Asks + 'static) -> Result {
        self.start(NewTask::new(main));
        loop {
            self.run_once()?;
            if let Some(result) = self.result.take() {
                return result;
            }
        }
    }

    fn run_once(&mut self) -> Result {
        let timeout = (!self.ready.is_empty()).then_some(Duration::ZERO);
        for ready in self.world.select(timeout)? {
            if let Some((source, tasks)) = self.readers.remove(&ready.source) {
                self.world.watch(&source, None)?;
                self.ready.extend(tasks.into_iter().map(|id| (id, Ok(()))));
            }
        }
        for (id, sent) in mem::take(&mut self.ready) {
            self.step(id, sent);
        }
        Ok(())
    }
    // ANCHOR_END: run

    fn start(&mut self, new: NewTask) {
        let id = TaskId::new(self.started);
        self.started += 1;
        self.tasks.insert(id, new.start(id));
        self.ready.push((id, Ok(())));
    }

    // ANCHOR: step
    fn step(&mut self, id: TaskId, sent: Result) {
        let Some(task) = self.tasks.get_mut(&id) else {
            return;
        };
        match task.resume(sent) {
            Yielded(Request::Spawn(new)) => {
                self.start(new);
                self.ready.push((id, Ok(())));
            }
            Yielded(Request::YieldNow) => self.ready.push((id, Ok(()))),
            Yielded(Request::Read(source)) => {
                if let Err(refused) = self.read(id, source) {
                    self.ready.push((id, Err(refused.into())));
                }
            }
            Yielded(Request::Join(child)) => self.join(id, child),
            Yielded(request) => unimplemented!("{request:?} comes on the next pages"),
            Complete(result) => self.complete(id, result),
        }
    }
    // ANCHOR_END: step

    // ANCHOR: complete
    fn read(&mut self, id: TaskId, source: Source) -> io::Result<()> {
        self.world.watch(&source, Some(Interest::Read))?;
        let none = (source.clone(), Vec::new());
        let (_, tasks) = self.readers.entry(source.id()).or_insert(none);
        tasks.push(id);
        Ok(())
    }

    fn join(&mut self, id: TaskId, child: TaskId) {
        if self.tasks.contains_key(&child) {
            self.joiners.entry(child).or_default().push(id);
        } else {
            self.ready.push((id, Ok(()))); // it has ended already
        }
    }

    fn complete(&mut self, id: TaskId, result: Result) {
        self.tasks.remove(&id);
        if id == TaskId::new(MAIN) {
            self.result = Some(result);
        }
        let joiners = self.joiners.remove(&id).into_iter().flatten();
        self.ready.extend(joiners.map(|joiner| (joiner, Ok(()))));
    }
    // ANCHOR_END: complete
}

#[path = "../exercises/tests/e1_select_loop.rs"]
mod tests;
