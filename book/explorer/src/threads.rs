//! A few threads, one step at a time: the explorer picks the thread that goes on.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Duration;

use crate::act::{Act, Doing, Look, Words};
use crate::baton::Baton;
use crate::chooser::Chooser;
use crate::director::Director;
use crate::refused::Refused;
use crate::step::View;
use crate::thread::Thread;

type Body = Box<dyn FnOnce() + Send>;

/// The threads of a program, to be run once.
pub struct Threads {
    bodies: Vec<(Thread, Body)>,
    patience: Duration,
    start: String,
    words: Words,
    look: Look,
}

impl Default for Threads {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Threads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.bodies.iter().map(|(thread, _)| thread.name());
        f.debug_list().entries(names).finish()
    }
}

impl Threads {
    /// No thread.
    pub fn new() -> Self {
        Threads {
            bodies: vec![],
            patience: Duration::from_secs(20),
            start: "Each thread is before its first step.".into(),
            words: Box::new(plain),
            look: Box::new(|_| View::new()),
        }
    }

    /// Adds a thread.
    pub fn spawn(self, name: &'static str, body: impl FnOnce() + Send + 'static) -> Self {
        self.spawn_as(Thread::new(name), body)
    }

    /// Adds a thread that others know before it begins, to unpark it.
    pub fn spawn_as(mut self, thread: Thread, body: impl FnOnce() + Send + 'static) -> Self {
        self.bodies.push((thread, Box::new(body)));
        self
    }

    /// Sets the longest that a thread may take from one step to the next: 20 seconds if not set.
    pub fn patience(self, patience: Duration) -> Self {
        Threads { patience, ..self }
    }

    /// Draws a picture after each step.
    pub fn look(mut self, look: impl Fn(&Doing<'_>) -> View + 'static) -> Self {
        self.look = Box::new(look);
        self
    }

    /// Puts the steps into words, and the start.
    pub fn words(mut self, start: &str, words: impl Fn(&Act<'_>) -> String + 'static) -> Self {
        (self.start, self.words) = (start.into(), Box::new(words));
        self
    }

    /// Runs the threads to their end, one step at a time.
    ///
    /// # Errors
    ///
    /// Says which threads wait forever, and which have panicked.
    ///
    /// # Panics
    ///
    /// If a thread does not come to its next step, because it waits for something that is not of [`sync`](crate::sync); and if
    /// the threads take a thousand steps.
    pub fn run(self, chooser: &Chooser) -> Result<(), String> {
        let names: Vec<_> = self
            .bodies
            .iter()
            .map(|(thread, _)| thread.name())
            .collect();
        let baton = Baton::new(names.len());
        let bodies = self.bodies.into_iter().enumerate();
        let spawn = |(number, (thread, body)): (usize, (Thread, Body))| {
            let baton = baton.clone();
            std::thread::spawn(move || baton.live(number, thread, body))
        };
        let joins: Vec<_> = bodies.map(spawn).collect();
        let mut director = Director {
            last: names.iter().map(|_| None).collect(),
            names,
            patience: self.patience,
            baton: baton.clone(),
            words: self.words,
            look: self.look,
        };
        let end = catch_unwind(AssertUnwindSafe(|| director.direct(chooser, self.start)));
        let left = director.left();
        baton.end();
        match end {
            Err(panic) if panic.is::<Refused>() => resume_unwind(panic),
            end => {
                joins.into_iter().for_each(|join| drop(join.join()));
                end.unwrap_or_else(|panic| resume_unwind(panic));
                left
            }
        }
    }
}

/// The words for a step of a program that has none of its own.
fn plain(act: &Act<'_>) -> String {
    let Act { who, what, .. } = act;
    match act.result {
        Some(result) => format!("{who}: {what} ({result})"),
        None => format!("{who}: {what}"),
    }
}
