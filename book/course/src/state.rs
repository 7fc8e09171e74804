//! How far the reader is, found by running.

use crate::{
    exercise::{self, Exercise},
    memory::Memory,
    run,
    screen::{Screen, Stop},
    sources, stub,
    verdict::Verdict,
    workspace::Workspace,
};
use std::fs;

/// How far an exercise is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum State {
    /// Its tests pass.
    Done,
    /// It was changed, and its tests fail.
    Tried,
    /// It is the stub.
    Untouched,
    /// Its file is not there.
    Missing,
}

impl State {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Tried => "tried",
            Self::Untouched => "untouched",
            Self::Missing => "missing",
        }
    }
}

/// The course, and what is known of it.
#[derive(Debug)]
pub(crate) struct Course {
    /// Where it lies.
    pub(crate) workspace: Workspace,
    /// Its exercises, in order.
    pub(crate) exercises: Vec<Exercise>,
    /// What earlier commands found out.
    pub(crate) memory: Memory,
    /// Where the reader looks.
    pub(crate) screen: Screen,
    /// A hash of what all exercises share.
    shared: u64,
}

impl Course {
    /// The course that the current folder lies in.
    pub(crate) fn here() -> Result<Self, Stop> {
        let workspace = Workspace::here()?;
        Ok(Self {
            exercises: exercise::all(&workspace)?,
            memory: Memory::of(&workspace),
            screen: Screen::new(),
            shared: sources::shared(&workspace)?,
            workspace,
        })
    }

    /// How far this exercise is. Runs its tests if nothing is known of them.
    pub(crate) fn state(&mut self, n: usize) -> Result<State, Stop> {
        let exercise = &self.exercises[n];
        let Ok(text) = fs::read_to_string(&exercise.file) else {
            return Ok(State::Missing);
        };
        if stub::of(&self.workspace, exercise).is_some_and(|stub| stub::same(&stub, &text)) {
            return Ok(State::Untouched);
        }
        let hash = sources::hash(&self.workspace, exercise, self.shared);
        let passed = match self.memory.of_exercise(&exercise.name).tested {
            Some((tested, passed)) if tested == hash => passed,
            _ => self.test(n, false)?.passed(),
        };
        Ok(if passed { State::Done } else { State::Tried })
    }

    /// Runs the tests of an exercise, and remembers what they said. What the compiler says is shown if `aloud`.
    pub(crate) fn test(&mut self, n: usize, aloud: bool) -> Result<Verdict, Stop> {
        let exercise = &self.exercises[n];
        let hash = sources::hash(&self.workspace, exercise, self.shared);
        let verdict = run::tests(&self.workspace, exercise, &self.screen, aloud)?;
        let mut note = self.memory.of_exercise(&exercise.name);
        // A build can fail for other reasons than the reader's file, so it is tried again.
        note.tested = match verdict {
            Verdict::Uncompiled => None,
            _ => Some((hash, verdict.passed())),
        };
        self.memory.remember(&exercise.name, note)?;
        Ok(verdict)
    }

    /// The first exercise that is not done; one that the course goes on without only if all others are.
    pub(crate) fn next(&mut self) -> Result<Option<usize>, Stop> {
        for aside in [false, true] {
            for n in 0..self.exercises.len() {
                let fits = self.exercises[n].row.aside.is_some() == aside;
                if fits && self.state(n)? != State::Done {
                    return Ok(Some(n));
                }
            }
        }
        Ok(None)
    }
}
