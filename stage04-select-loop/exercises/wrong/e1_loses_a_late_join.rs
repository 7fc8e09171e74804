//! Rejected with: these wait for ever, or were not taken out of the tasks

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
            let task = self.tasks.get_mut(&id).expect("a task that is ready has not ended");
            match task.resume(Ok(())) {
                Yielded(Ask::Turn) => self.ready.push_back(id),
                Yielded(Ask::Join(other)) => self.join(id, other),
                Complete(_) => self.complete(id),
            }
        }
    }

    fn join(&mut self, id: Id, other: Id) {
        self.joiners.entry(other).or_default().push(id);
    }

    fn complete(&mut self, id: Id) {
        self.tasks.remove(&id);
        self.ready.extend(self.joiners.remove(&id).into_iter().flatten());
    }
}

#[path = "../tests/e1_select_loop.rs"]
mod tests;
