//! A few threads, one step at a time: the explorer picks the thread that goes on.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use crate::baton::{Actor, Baton};
use crate::explore::Chooser;
use crate::step::{Line, Step, View};
use crate::sync::thread::Thread;

/// More steps than these are a program that does not end.
const MOST: usize = 1_000;

/// What a thread is about to do, or has just done: what a sentence is made of.
#[derive(Debug)]
pub struct Act<'a> {
    /// The thread.
    pub who: &'a str,
    /// The operation: `lock`, `swap`, `park`, and so on; `parked` for the end of a `park` that had to wait.
    pub what: &'a str,
    /// The line of the operation.
    pub line: &'a Line,
    /// How many operations the thread has done in this call of the line's function, on lines above this one.
    pub nth: usize,
    /// What was where before it.
    pub before: &'a View,
    /// What is where after it. Nothing if it is still to be done: the words are those of a choice.
    pub after: Option<&'a View>,
    /// What the operation came to, if it says so.
    pub result: Option<&'a str>,
}

/// What each thread is about to do, by its name: `park`, `parked`, `lock`; `ended` if it has.
pub type Doing<'a> = BTreeMap<&'static str, &'a str>;

type Words = Box<dyn Fn(&Act<'_>) -> String>;
type Look = Box<dyn Fn(&Doing<'_>) -> View>;

/// The threads of a program, to be run once.
pub struct Threads {
    bodies: Vec<(Thread, Box<dyn FnOnce() + Send>)>,
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
    /// Says which threads wait for ever, and which have panicked.
    pub fn run(self, chooser: &Chooser) -> Result<(), String> {
        let names: Vec<_> = self
            .bodies
            .iter()
            .map(|(thread, _)| thread.name())
            .collect();
        let baton = Baton::new(names.len());
        let bodies = self.bodies.into_iter().enumerate();
        let spawn = |(number, (thread, body)): (usize, (Thread, Box<dyn FnOnce() + Send>))| {
            let baton = baton.clone();
            std::thread::spawn(move || baton.live(number, thread, body))
        };
        let joins: Vec<_> = bodies.map(spawn).collect();
        let mut director = Director {
            last: names.iter().map(|_| None).collect(),
            names,
            baton: baton.clone(),
            words: self.words,
            look: self.look,
        };
        let end = catch_unwind(AssertUnwindSafe(|| director.direct(chooser, self.start)));
        let left = director.left();
        baton.end();
        if !matches!(end, Ok(Err(_))) {
            // Otherwise a thread does not answer, and cannot be waited for.
            joins.into_iter().for_each(|join| drop(join.join()));
        }
        end.unwrap_or_else(|panic| resume_unwind(panic))?;
        left
    }
}

/// Runs the threads of a program.
struct Director {
    names: Vec<&'static str>,
    baton: Arc<Baton>,
    words: Words,
    look: Look,
    /// The line of each thread's last operation, and its number within the call.
    last: Vec<Option<(Arc<Line>, usize)>>,
}

impl Director {
    fn direct(&mut self, chooser: &Chooser, start: String) -> Result<(), String> {
        for number in 0..self.names.len() {
            self.baton.advance(number)?;
        }
        let mut before = self.view();
        chooser.step(Step {
            who: self.names.first().unwrap_or(&"").to_string(),
            say: start,
            view: before.clone(),
            ..Step::default()
        });
        for _ in 0..MOST {
            let able = self.able(chooser);
            if able.is_empty() {
                return Ok(());
            }
            let label = |(number, what, line): &(usize, &'static str, Arc<Line>)| {
                self.say(*number, what, line, &before, None, None)
            };
            let picked = chooser.choose(&able.iter().map(label).collect::<Vec<_>>());
            let (number, what, line) = &able[picked];
            self.baton.advance(*number)?;
            let result = self.baton.state().result.take();
            let after = self.view();
            chooser.step(Step {
                choice: None,
                who: self.names[*number].into(),
                say: self.say(
                    *number,
                    what,
                    line,
                    &before,
                    Some(&after),
                    result.as_deref(),
                ),
                line: Some(line.clone()),
                view: after.clone(),
            });
            self.last[*number] = Some((line.clone(), self.nth(*number, line)));
            before = after;
        }
        panic!("the threads take more than {MOST} steps: they do not end")
    }

    /// Returns the threads that can go on, and what they are about to do. Those that wait for a lock are counted.
    fn able(&self, chooser: &Chooser) -> Vec<(usize, &'static str, Arc<Line>)> {
        let state = self.baton.state();
        let mut able = vec![];
        for (number, actor) in state.actors.iter().enumerate() {
            match actor {
                Actor::At(op) if (op.enabled)() => able.push((number, op.what, op.line.clone())),
                Actor::At(op) if op.what == "lock" => chooser.count_wait(),
                _ => {}
            }
        }
        able
    }

    /// Returns the number of an operation within the call of its function.
    fn nth(&self, number: usize, line: &Line) -> usize {
        match &self.last[number] {
            Some((last, nth)) if last.function == line.function && last.number < line.number => {
                nth + 1
            }
            _ => 0,
        }
    }

    fn say(
        &self,
        number: usize,
        what: &str,
        line: &Line,
        before: &View,
        after: Option<&View>,
        result: Option<&str>,
    ) -> String {
        (self.words)(&Act {
            who: self.names[number],
            what,
            line,
            nth: self.nth(number, line),
            before,
            after,
            result,
        })
    }

    fn view(&self) -> View {
        let state = self.baton.state();
        let doing = |actor| match actor {
            &Actor::Running => "",
            Actor::At(op) => op.what,
            Actor::Ended(_) => "ended",
        };
        let doing = self
            .names
            .iter()
            .copied()
            .zip(state.actors.iter().map(doing));
        (self.look)(&doing.collect())
    }

    /// Returns an error if a thread waits for ever, or has panicked.
    fn left(&self) -> Result<(), String> {
        let state = self.baton.state();
        let left = |(actor, name): (&Actor, &&str)| match actor {
            Actor::At(op) if op.what == "parked" => Some(format!("{name} is parked for ever")),
            Actor::At(op) => Some(format!("{name} waits for ever at `{}`", op.line.text)),
            Actor::Ended(Some(panic)) => Some(format!("{name} panicked: {panic}")),
            _ => None,
        };
        let actors = state.actors.iter().zip(&self.names);
        let left: Vec<_> = actors.filter_map(left).collect();
        match left.is_empty() {
            true => Ok(()),
            false => Err(left.join("; ")),
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
