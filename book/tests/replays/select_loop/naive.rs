//! The naive loop of the page. It tells nothing, so its tasks and its world do.

use super::{At, Turns, ended, moved, number_of, turns, waiting_for};
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result,
};
use stage02::Interest;
use stage04::{Asks, NewTask, Ready, Request, Simulated, Source, SourceId, TaskId, World};
use std::{collections::BTreeMap, io, time::Duration};

#[path = "../../../../stage04-select-loop/examples/naive_select_loop/first.rs"]
#[allow(unreachable_pub, dead_code)]
mod first;

/// Runs a main task and its children, which are all [`Noted`], and tells it.
pub(crate) fn run(main: impl Asks + 'static) {
    let mut event_loop = first::SelectLoop::new(Told(Simulated::new(), BTreeMap::new()));
    event_loop.start(NewTask::new(main));
    moved("spawn", 0, At::Ready);
    turns(&mut event_loop);
}

/// A task that tells its steps, and what it asks.
pub(crate) struct Noted<C>(pub(crate) &'static str, pub(crate) C);

impl<C: Asks> Coroutine<Result> for Noted<C> {
    type Yield = Request;
    type Return = Result;

    fn resume(&mut self, sent: Result) -> CoroutineState<Request, Result> {
        let Noted(name, routine) = self;
        let task = number_of(name);
        moved("step", task, At::Running);
        let state = routine.resume(sent);
        match &state {
            Yielded(request) => asks(task, request),
            Complete(_) => ended(task),
        }
        state
    }
}

fn asks(task: usize, request: &Request) {
    let text = format!("{request:?}");
    let (what, of) = text.split_once('(').unwrap_or((&text, ""));
    let of = of.trim_end_matches(')');
    let waits = match what {
        "Read" => At::Source(of.into()),
        "Join" => {
            let child = of.strip_prefix("task ").map(str::parse);
            At::Joins(child.expect("a task").expect("a number"))
        }
        _ => At::Ready,
    };
    if what == "Spawn" {
        moved("spawn", number_of(of), At::Ready);
    }
    moved(&format!("request {what}"), task, waits);
}

/// A simulated world that tells which sources are ready. It knows their names.
struct Told(Simulated, BTreeMap<String, Source>);

impl World for Told {
    fn now(&self) -> Duration {
        self.0.now()
    }
    fn watch(&mut self, source: &Source, interest: Option<Interest>) -> io::Result<()> {
        self.1.insert(source.to_string(), source.clone());
        self.0.watch(source, interest)
    }
    fn select(&mut self, timeout: Option<Duration>) -> io::Result<Vec<Ready>> {
        let ready = self.0.select(timeout)?;
        let is_ready = |id: SourceId| ready.iter().any(|ready| ready.source == id);
        for (name, _) in self.1.iter().filter(|(_, source)| is_ready(source.id())) {
            for task in waiting_for(&At::Source(name.clone())) {
                moved("wake", task, At::Ready);
            }
        }
        Ok(ready)
    }
}

impl Turns for first::SelectLoop<Told> {
    fn turn(&mut self) -> bool {
        self.run_once().expect("the loop runs");
        // It does not tell that a join has ended; its queue does.
        for (task, at) in self.tasks() {
            if at == At::Ready && super::place_of(task) != Some(At::Ready) {
                moved("wake", task, At::Ready);
            }
        }
        !(self.ready.is_empty() && self.readers.is_empty())
    }

    fn tasks(&self) -> BTreeMap<usize, At> {
        let number = |id: &TaskId| {
            let text = id.to_string();
            let number = text.strip_prefix("task ").map(str::parse);
            number.expect("a task").expect("a number")
        };
        let ready = self.ready.iter().map(|id| (number(id), At::Ready));
        let readers = self.readers.values();
        let readers = readers.map(|(source, id)| (number(id), At::Source(source.to_string())));
        let joiners = self.joiners.iter().flat_map(|(child, ids)| {
            let child = number(child);
            ids.iter().map(move |id| (number(id), At::Joins(child)))
        });
        ready.chain(readers).chain(joiners).collect()
    }
}
