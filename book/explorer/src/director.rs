//! Picks the thread that goes on, and tells what it did.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::time::Duration;

use crate::act::{Act, Look, Words};
use crate::baton::{Actor, Baton};
use crate::chooser::Chooser;
use crate::refused::Refused;
use crate::step::{Line, Step, View};

/// More steps than these are a program that does not end.
const MOST: usize = 1_000;

/// Runs the threads of a program.
pub(crate) struct Director {
    pub(crate) names: Vec<&'static str>,
    pub(crate) baton: Arc<Baton>,
    /// The longest that a thread may take from one operation to the next.
    pub(crate) patience: Duration,
    pub(crate) words: Words,
    pub(crate) look: Look,
    /// The line of each thread's last operation, and its number within the call.
    pub(crate) last: Vec<Option<(Arc<Line>, usize)>>,
}

impl Director {
    /// Picks one thread after the other, until none can go on.
    pub(crate) fn direct(&mut self, chooser: &Chooser, start: String) {
        for number in 0..self.names.len() {
            self.baton.advance(number, self.patience);
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
                return;
            }
            let label = |(number, what, line): &(usize, &'static str, Arc<Line>)| {
                self.say(*number, what, line, &before, None, None)
            };
            let picked = chooser.choose(&able.iter().map(label).collect::<Vec<_>>());
            let (number, what, line) = &able[picked];
            self.baton.advance(*number, self.patience);
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
        resume_unwind(Box::new(Refused(
            "the threads take a thousand steps and do not end",
        )))
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

    /// Returns an error if a thread waits forever, or has panicked.
    pub(crate) fn left(&self) -> Result<(), String> {
        let state = self.baton.state();
        let left = |(actor, name): (&Actor, &&str)| match actor {
            Actor::At(op) if op.what == "parked" => Some(format!("{name} is parked forever")),
            Actor::At(op) => Some(format!("{name} waits forever at `{}`", op.line.text)),
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
