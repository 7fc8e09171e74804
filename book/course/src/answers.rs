//! Answers to exercises as data: each is a change to the solution, and a sentence that says why a person writes it.

use std::{
    fs,
    path::{Path, PathBuf},
};
use toml::{
    Spanned,
    de::{DeTable, DeValue, Error},
};

/// The answers to one exercise: `exercises/wrong/e1.toml`.
#[derive(Debug)]
pub struct Answers {
    /// The solution: `block_on` if it is the stage's own `src/block_on.rs`, `e1_step` if it is `solutions/e1_step.rs`.
    pub solution: String,
    /// Other modules of the stage that the provided tests use.
    pub with: Vec<String>,
    /// Answers that the provided tests refuse.
    pub wrong: Vec<Answer>,
    /// Answers of another shape that they accept.
    pub right: Vec<Answer>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Its name, an identifier.
    pub name: String,
    /// Why a person writes it.
    pub why: String,
    /// Words of the refusal. Only a wrong answer has them.
    pub refused: String,
    /// What it changes in the solution, in this order.
    pub change: Vec<Change>,
}

/// Lines of the solution, and those that replace them.
#[derive(Debug)]
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
        let text = path.exists().then(|| fs::read_to_string(path))?;
        let answers = text.map_err(|error| error.to_string());
        let answers = answers.and_then(|text| Self::parse(&text));
        Some(answers.map_err(|problem| format!("{}: {problem}", path.display())))
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
        let table = DeTable::parse(text).map_err(|error: Error| error.to_string())?;
        let mut fields = Fields(table.into_inner());
        let answers = Self {
            solution: fields.text("solution")?,
            with: fields.texts("with")?,
            wrong: fields.tables("wrong", Answer::from_fields)?,
            right: fields.tables("right", Answer::from_fields)?,
        };
        fields.end()?;
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
    fn from_fields(fields: &mut Fields<'_>) -> Result<Self, String> {
        Ok(Self {
            name: fields.text("name")?,
            why: fields.text("why")?,
            refused: fields.text("refused").unwrap_or_default(),
            change: fields.tables("change", |change| {
                Ok(Change {
                    before: change.text("before")?,
                    after: change.text("after")?,
                })
            })?,
        })
    }

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

/// What a table of the file still has to say. (By hand: with serde a reader's first `cargo course` would take twice as long.)
struct Fields<'a>(DeTable<'a>);

impl<'a> Fields<'a> {
    /// Takes a text, which must be there.
    fn text(&mut self, key: &str) -> Result<String, String> {
        match self.0.remove(key).map(Spanned::into_inner) {
            Some(DeValue::String(text)) => Ok(text.into_owned()),
            Some(_) => Err(format!("`{key}` is not a text")),
            None => Err(format!("`{key}` is missing")),
        }
    }

    /// Takes a list of texts, which may be missing.
    fn texts(&mut self, key: &str) -> Result<Vec<String>, String> {
        let texts = self.list(key)?.into_iter().map(|value| match value {
            DeValue::String(text) => Ok(text.into_owned()),
            _ => Err(format!("`{key}` is not a list of texts")),
        });
        texts.collect()
    }

    /// Takes a list of tables, which may be missing. Each is read to its end.
    fn tables<T>(
        &mut self,
        key: &str,
        read: impl Fn(&mut Self) -> Result<T, String>,
    ) -> Result<Vec<T>, String> {
        let tables = self.list(key)?.into_iter().map(|value| match value {
            DeValue::Table(table) => {
                let mut fields = Self(table);
                let value = read(&mut fields)?;
                fields.end()?;
                Ok(value)
            }
            _ => Err(format!("`{key}` is not a list of tables")),
        });
        tables.collect()
    }

    fn list(&mut self, key: &str) -> Result<Vec<DeValue<'a>>, String> {
        match self.0.remove(key).map(Spanned::into_inner) {
            Some(DeValue::Array(values)) => {
                Ok(values.into_iter().map(Spanned::into_inner).collect())
            }
            Some(_) => Err(format!("`{key}` is not a list")),
            None => Ok(Vec::new()),
        }
    }

    /// Nothing may be left: a key with a typo would say nothing.
    fn end(&self) -> Result<(), String> {
        match self.0.keys().next() {
            Some(key) => Err(format!("`{}` is not known", key.as_ref())),
            None => Ok(()),
        }
    }
}
