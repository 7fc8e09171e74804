//! Real threads beside the tasks: one step at a time, between two polls or within one.

use std::panic::resume_unwind;
use std::rc::Rc;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use super::World;
use crate::baton::{Actor, Baton};
use crate::caught::caught;
use crate::step::Line;
use crate::thread::Thread;

/// The longest that a thread may take from one step to the next.
const PATIENCE: Duration = Duration::from_secs(20);

type Body = Box<dyn FnOnce() + Send>;

/// The threads of a world.
#[derive(Default)]
pub(super) struct Threads {
    /// Those that have not begun.
    bodies: Vec<(Thread, Body)>,
    names: Vec<Rc<str>>,
    running: Option<(Arc<Baton>, Vec<JoinHandle<()>>)>,
}

impl World {
    /// Adds a thread. It stops before each operation of [`sync`](crate::sync), and others go on there: tasks, other threads,
    /// and a poll that has itself stopped at such an operation.
    ///
    /// ```
    /// use explorer::sync::{Arc, atomic::{AtomicUsize, Ordering::SeqCst}};
    ///
    /// let verdict = explorer::Check::new().run(|world| {
    ///     let counter = Arc::new(AtomicUsize::new(0));
    ///     let [of_task, of_thread] = [counter.clone(), counter.clone()];
    ///     world.spawn("task", async move { of_task.store(of_task.load(SeqCst) + 1, SeqCst) });
    ///     world.thread("thread", move || drop(of_thread.fetch_add(1, SeqCst)));
    ///     world.at_end(move || assert_eq!(counter.peek(), 2, "an update is lost"));
    /// });
    /// assert!(verdict.failure.is_some()); // the thread adds between the load and the store
    /// ```
    ///
    /// # Panics
    ///
    /// If the test has begun: threads are added by the test itself, not by its tasks.
    pub fn thread(&self, name: &'static str, body: impl FnOnce() + Send + 'static) {
        let mut threads = self.0.threads.borrow_mut();
        assert!(
            threads.running.is_none(),
            "a thread is added before the first task runs"
        );
        let body = || caught(body).unwrap_or_else(|message| resume_unwind(Box::new(message)));
        threads.bodies.push((Thread::new(name), Box::new(body)));
        threads.names.push(name.into());
    }

    /// Starts the threads: each goes to its first operation.
    pub(super) fn start_threads(&self) -> Result<(), String> {
        let bodies = std::mem::take(&mut self.0.threads.borrow_mut().bodies);
        if bodies.is_empty() {
            return Ok(());
        }
        let baton = Baton::new(bodies.len());
        let spawn = |(number, (thread, body)): (usize, (Thread, Body))| {
            let baton = baton.clone();
            std::thread::spawn(move || baton.live(number, thread, body))
        };
        let joins: Vec<_> = bodies.into_iter().enumerate().map(spawn).collect();
        let threads = joins.len();
        self.0.threads.borrow_mut().running = Some((baton.clone(), joins));
        (0..threads).try_for_each(|number| {
            baton.advance(number, PATIENCE);
            ended_well(&baton, number, &self.thread_name(number))
        })
    }

    /// Ends the threads, wherever they are.
    pub(super) fn end_threads(&self) {
        let running = self.0.threads.borrow_mut().running.take();
        if let Some((baton, joins)) = running {
            baton.end();
            joins.into_iter().for_each(|join| drop(join.join()));
        }
    }

    fn baton(&self) -> Option<Arc<Baton>> {
        let threads = self.0.threads.borrow();
        threads.running.as_ref().map(|(baton, _)| baton.clone())
    }

    /// Returns the threads that can take a step.
    pub(super) fn able_threads(&self) -> Vec<usize> {
        let Some(baton) = self.baton() else {
            return vec![];
        };
        let state = baton.state();
        let able = |actor: &Actor| matches!(actor, Actor::At(op) if (op.enabled)());
        let numbers = 0..state.actors.len();
        numbers
            .filter(|number| able(&state.actors[*number]))
            .collect()
    }

    pub(super) fn thread_name(&self, number: usize) -> Rc<str> {
        self.0.threads.borrow().names[number].clone()
    }

    /// Lets a thread do its next operation, perhaps before a line of the task that is polled.
    pub(super) fn step_thread(&self, number: usize, before: &str) -> Result<(), String> {
        let name = self.thread_name(number);
        let Some(baton) = self.baton() else {
            return Ok(());
        };
        let stopped = stopped(&baton, number);
        baton.advance(number, PATIENCE);
        let result = baton
            .state()
            .result
            .take()
            .map(|result| format!(" ({result})"));
        let how = match &stopped {
            Some(("park", line)) => format!("parks at `{}`", line.text),
            Some(("parked", _)) => "wakes up".into(),
            Some((_, line)) => format!("does `{}`{}", line.text, result.unwrap_or_default()),
            None => "goes on".into(),
        };
        let say = self.sentence(&name, &how, "");
        let say = format!("{before}{say}");
        self.tell(&name, say, stopped.map(|(_, line)| line));
        ended_well(&baton, number, &name)
    }

    /// Says which threads wait forever.
    pub(super) fn threads_left(&self) -> Vec<String> {
        let Some(baton) = self.baton() else {
            return vec![];
        };
        let state = baton.state();
        let names = self.0.threads.borrow().names.clone();
        let left = |(actor, name): (&Actor, Rc<str>)| match actor {
            Actor::At(op) if op.what == "parked" => {
                Some(format!("{name} is parked at `{}`", op.line.text))
            }
            Actor::At(op) => Some(format!("{name} waits at `{}`", op.line.text)),
            _ => None,
        };
        state.actors.iter().zip(names).filter_map(left).collect()
    }
}

/// Returns the operation before which a thread has stopped, and its line.
fn stopped(baton: &Baton, number: usize) -> Option<(&'static str, Arc<Line>)> {
    match &baton.state().actors[number] {
        Actor::At(op) => Some((op.what, op.line.clone())),
        _ => None,
    }
}

/// Returns an error if a thread has panicked.
fn ended_well(baton: &Baton, number: usize, name: &str) -> Result<(), String> {
    match &baton.state().actors[number] {
        Actor::Ended(Some(panic)) => Err(format!("{name} panicked: {panic}")),
        _ => Ok(()),
    }
}
