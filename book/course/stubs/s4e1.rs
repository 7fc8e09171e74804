//! Exercise s4e1: a join that is never lost.
//!
//! The document's loop loses its main task: it joins a child that has ended already, and waits for an end that will not come
//! again. Yours does not.
//!
//! Run the tests: `cargo test --test s4e1`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused_imports, unused_variables)]

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Routine,
};
use std::collections::{HashMap, VecDeque};

/// The number of a task. No two tasks have the same.
type Id = u32;

/// What a task can ask.
enum Ask {
    /// Go on when that task has ended.
    Join(Id),
    /// Go on in the next turn.
    Turn,
}

/// A loop for tasks that wait for each other.
#[derive(Default)]
struct MyLoop {
    /// The tasks that have not ended.
    tasks: HashMap<Id, Routine<Ask>>,
    /// Whose turn it is, in order.
    ready: VecDeque<Id>,
    /// For each task that is waited for: who waits.
    joiners: HashMap<Id, Vec<Id>>,
}

impl MyLoop {
    fn add(&mut self, id: Id, routine: Routine<Ask>) {
        self.tasks.insert(id, routine);
        self.ready.push_back(id);
    }

    fn run(&mut self) {
        while let Some(id) = self.ready.pop_front() {
            let task = self
                .tasks
                .get_mut(&id)
                .expect("a task that is ready has not ended");
            match task.resume(Ok(())) {
                Yielded(Ask::Turn) => self.ready.push_back(id),
                Yielded(Ask::Join(other)) => self.join(id, other),
                Complete(_) => self.complete(id),
            }
        }
    }

    /// The task `id` waits until `other` has ended. All tasks that will ever be joined have been added before `run`.
    fn join(&mut self, id: Id, other: Id) {
        todo!()
    }

    /// The task `id` has ended: everybody who waits for that goes on, in the order in which they asked.
    fn complete(&mut self, id: Id) {
        todo!()
    }
}

#[path = "tests/e1_join.rs"]
mod tests;
