//! Exercise s4e1: a select loop.
//!
//! The naive loop of the page. Add the guards. The tests call `new` and `run`, and run coroutines that ask for `Spawn`, `Join`, `Read` and
//! `YieldNow`; all else is yours to change. (Do not look at `src/` before you are done.)
//!
//! Run the tests: `cargo test --test s4e1`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports)]

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Result, Routine,
};
use stage02::Interest;
use stage04::{Asks, NewTask, Request, Source, SourceId, TaskId, World};
use std::{collections::HashMap, mem, time::Duration};

/// Runs tasks. All of them wait in its one call of `select`.
struct MyLoop<W> {
    world: W,
    /// The tasks that have not ended.
    tasks: HashMap<TaskId, Routine<Request>>,
    /// The tasks that take a step in this turn or the next.
    ready: Vec<TaskId>,
    /// The sources that are watched, and the task that waits for each.
    readers: HashMap<SourceId, (Source, TaskId)>,
    /// The tasks that are joined, and the tasks that wait for the end of each.
    joiners: HashMap<TaskId, Vec<TaskId>>,
    /// How many tasks were started.
    started: u64,
}

impl<W: World> MyLoop<W> {
    fn new(world: W) -> Self {
        MyLoop {
            world,
            tasks: HashMap::new(),
            ready: Vec::new(),
            readers: HashMap::new(),
            joiners: HashMap::new(),
            started: 0,
        }
    }

    /// Runs a main task, and with it all tasks that it and its children spawn, until the main task has ended. Returns what the main
    /// task returned or raised, or the error of `select`. It is called once.
    ///
    /// In each turn it calls `select` once, and then resumes each task that is ready, once. A task that becomes ready meanwhile has its
    /// step in the next turn. `select` may wait (`None`) if no task is ready, and must not wait (`Some(Duration::ZERO)`) if one is.
    ///
    /// What a task asks for:
    ///
    /// - `Spawn`: the new task takes its first step in the next turn. The task that asked goes on, in this step or the next turn.
    /// - `YieldNow`: the task goes on in the next turn.
    /// - `Join`: the task goes on when the other task has ended, well or badly. If that has ended already, it goes on, too. Any
    ///   number of tasks may join one.
    /// - `Read`: the task goes on when `select` reports the source, in that turn. Any number of tasks may wait for one source, and all of
    ///   them go on then. A source is watched while a task waits for it, and no longer. If `watch` refuses the source, its error is thrown into the
    ///   task that asked, in this step or the next turn, and no other task notices. It is refused to each task that asks.
    fn run(&mut self, main: impl Asks + 'static) -> Result {
        self.start(NewTask::new(main));
        while !(self.ready.is_empty() && self.readers.is_empty()) {
            self.run_once()?;
        }
        Ok(())
    }

    fn run_once(&mut self) -> Result {
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

    fn start(&mut self, new: NewTask) {
        let id = TaskId::new(self.started);
        self.started += 1;
        self.tasks.insert(id, new.start(id));
        self.ready.push(id);
    }

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
}

#[path = "tests/e1_select_loop.rs"]
mod tests;
