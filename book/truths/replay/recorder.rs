//! Steps and the picture that they add up to.

use super::{Figure, Move};
use crate::page::{read, root};
use serde::Serialize;
use std::{collections::BTreeMap, panic::Location};

/// A line of code: the file, from the workspace's root, and the line, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file.
    pub file: String,
    /// The line.
    pub line: usize,
}

impl Source {
    /// The line of a file that says this, else the one that contains it.
    ///
    /// # Panics
    ///
    /// If there is no such line, or another one.
    pub fn of(file: &str, text: &str) -> Self {
        let code = read(&root().join(file));
        let lines = |is: fn(&str, &str) -> bool| -> Vec<usize> {
            let lines = (1..).zip(code.lines());
            let found = lines.filter(|(_, line)| is(line, text));
            found.map(|(number, _)| number).collect()
        };
        let mut found = lines(|line, text| line.trim() == text);
        if found.is_empty() {
            found = lines(|line, text| line.contains(text));
        }
        let [line] = found[..] else {
            panic!("{file} has {text:?} in the lines {found:?}, and one was wanted");
        };
        Source {
            file: file.into(),
            line,
        }
    }
}

impl From<&Location<'_>> for Source {
    fn from(location: &Location<'_>) -> Self {
        Source {
            file: location.file().replace('\\', "/"),
            line: location.line() as usize,
        }
    }
}

/// What a place holds: each thing and the words beside it, in order.
pub type Held = Vec<(String, String)>;

/// One step of a run.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Step {
    /// The index of its lane.
    #[serde(skip)]
    pub lane: usize,
    /// What a trace viewer calls it.
    #[serde(skip)]
    pub name: &'static str,
    /// The sentence.
    pub say: String,
    /// The moves.
    pub moves: Vec<Move>,
    /// The line of code that did it.
    #[serde(skip)]
    pub at: Option<Source>,
}

/// Collects the steps of one run.
#[derive(Debug)]
pub struct Recorder {
    figure: Figure,
    steps: Vec<Step>,
    picture: BTreeMap<&'static str, Held>,
}

impl Recorder {
    /// No step yet: all places are empty.
    pub fn new(figure: Figure) -> Self {
        assert!(
            figure.things.iter().all(|thing| !thing.label.is_empty()),
            "a thing has no name, and the player would look for it in each sentence"
        );
        let picture = figure.places.iter().map(|p| (p.id, Held::new())).collect();
        Recorder {
            figure,
            steps: Vec::new(),
            picture,
        }
    }

    /// Adds a step. `actual` is what the program holds at this moment, for every place.
    ///
    /// # Panics
    ///
    /// If the picture after the moves is not what the program holds, if a name is unknown, or if the sentence is too long.
    #[track_caller]
    pub fn step(&mut self, step: Step, actual: &BTreeMap<&'static str, Held>) {
        let n = self.steps.len() + 1;
        let long = step.say.chars().count();
        assert!(long <= 85, "step {n}: {long} letters: {}", step.say);
        assert!(step.lane < self.figure.lanes.len(), "step {n}: no lane");
        for one in &step.moves {
            self.fold(n, one);
        }
        for (place, held) in &self.picture {
            let actual = actual.get(place).map(Vec::as_slice);
            assert_eq!(
                Some(held.as_slice()),
                actual,
                "step {n}, {:?}: the picture of {place} lies: it shows the first, and the program holds the second",
                step.say
            );
        }
        self.steps.push(step);
    }

    /// The run, to be published.
    pub fn finish(self) -> (Figure, Vec<Step>) {
        (self.figure, self.steps)
    }

    /// As `fold` in `trace-player.js`: a thing that goes somewhere else goes to the end there, or to its
    /// place in a map, and loses its label.
    fn fold(&mut self, n: usize, one: &Move) {
        let known = self.figure.things.iter().any(|t| t.id == one.thing);
        assert!(known, "step {n}: {:?} is no thing", one.thing);
        if let Some(from) = &one.from {
            let held = self.picture.values().flatten();
            let known = self.picture.contains_key(from.as_str());
            let known = known || held.into_iter().any(|(thing, _)| thing == from);
            assert!(known, "step {n}: {from:?} is neither a place nor in one");
        }
        let old = self.picture.iter().find_map(|(place, held)| {
            let at = held.iter().position(|(thing, _)| *thing == one.thing)?;
            Some((*place, at))
        });
        let to = one.to.as_ref().map(Option::as_deref);
        let label = |old: &str| one.label.clone().unwrap_or_else(|| old.into());
        match (old, to) {
            (Some((place, at)), to) if to.is_none_or(|to| to == Some(place)) => {
                let held = self.picture.get_mut(place).expect("it was found there");
                held[at].1 = label(&held[at].1);
            }
            (None, None) => panic!("step {n}: {:?} is nowhere", one.thing),
            (old, to) => {
                if let Some((place, at)) = old {
                    self.picture.get_mut(place).expect("found there").remove(at);
                }
                if let Some(place) = to.flatten() {
                    let held = self.picture.get_mut(place);
                    let held = held.unwrap_or_else(|| panic!("step {n}: {place:?} is no place"));
                    held.push((one.thing.clone(), label("")));
                    let place = self.figure.places.iter().find(|p| p.id == place);
                    if place.is_some_and(|place| place.sorted) {
                        let order = &self.figure.things;
                        held.sort_by_key(|(thing, _)| order.iter().position(|t| t.id == thing));
                    }
                }
            }
        }
    }
}
