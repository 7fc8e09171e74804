//! Answers to exercises as data: each is a change to the solution, and a sentence that says why a person writes it.

use crate::page::read;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The answers to one exercise: `exercises/wrong/e1.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// The solution: `block_on` if it is the stage's own `src/block_on.rs`, `e1_step` if it is `solutions/e1_step.rs`.
    pub solution: String,
    /// Other modules of the stage that the provided tests use.
    #[serde(default)]
    pub with: Vec<String>,
    /// Answers that the provided tests refuse.
    pub wrong: Vec<Answer>,
    /// Answers of another shape that they accept.
    #[serde(default)]
    pub right: Vec<Answer>,
}

/// An answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Its name, an identifier.
    pub name: String,
    /// Why a person writes it.
    pub why: String,
    /// Words of the refusal. Only a wrong answer has them.
    #[serde(default)]
    pub refused: String,
    /// What it changes in the solution, in this order.
    pub change: Vec<Change>,
}

/// Lines of the solution, and those that stand in their place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// They occur once.
    pub before: String,
    /// The new lines.
    pub after: String,
}

impl Answers {
    /// The answers in a file, if it is there.
    ///
    /// # Errors
    ///
    /// What is wrong with the file.
    pub fn of(path: &Path) -> Option<Result<Self, String>> {
        let text = path.exists().then(|| read(path))?;
        Some(Self::parse(&text).map_err(|problem| format!("{}: {problem}", path.display())))
    }

    /// The file that is the solution, in the folder of its stage.
    pub fn solution_in(&self, stage: &Path) -> PathBuf {
        let of_the_stage = stage.join(format!("src/{}.rs", self.solution));
        match of_the_stage.exists() {
            true => of_the_stage,
            false => stage.join(format!("solutions/{}.rs", self.solution)),
        }
    }

    /// Reads the answers.
    ///
    /// # Errors
    ///
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let answers: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        for answer in &answers.wrong {
            if answer.refused.is_empty() {
                return Err(format!("{}: it has no words of its refusal", answer.name));
            }
        }
        for answer in answers.wrong.iter().chain(&answers.right) {
            if answer.why.is_empty() || answer.change.is_empty() {
                return Err(format!("{}: it has no reason or no change", answer.name));
            }
        }
        Ok(answers)
    }
}

impl Answer {
    /// The solution, with the changes of this answer.
    ///
    /// # Errors
    ///
    /// If the solution has not the lines that it changes, or has them twice.
    pub fn apply(&self, solution: &str) -> Result<String, String> {
        let mut text = solution.to_string();
        for Change { before, after } in &self.change {
            let found = text.matches(before.as_str()).count();
            if found != 1 {
                let name = &self.name;
                return Err(format!("{name}: the solution has {found} times\n{before}"));
            }
            text = text.replacen(before, after, 1);
        }
        Ok(text)
    }
}
