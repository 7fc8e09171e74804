//! What the course remembers between two commands, in `target/course/memory`.

use crate::workspace::Workspace;
use std::{collections::BTreeMap, fs, io, path::PathBuf};

/// What is remembered, by the name of the exercise.
#[derive(Debug)]
pub(crate) struct Memory {
    path: PathBuf,
    notes: BTreeMap<String, Note>,
}

/// What is remembered of an exercise.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(crate) struct Note {
    /// The sources that its tests were run with last, and whether they passed.
    pub(crate) tested: Option<(u64, bool)>,
    /// How many hints were shown.
    pub(crate) hints: usize,
}

impl Memory {
    /// What was written last. A line that cannot be read is forgotten.
    pub(crate) fn of(workspace: &Workspace) -> Self {
        let path = workspace.target.join("course/memory");
        let text = fs::read_to_string(&path).unwrap_or_default();
        let notes = text.lines().filter_map(parse).collect();
        Self { path, notes }
    }

    /// What is remembered of an exercise.
    pub(crate) fn of_exercise(&self, name: &str) -> Note {
        self.notes.get(name).copied().unwrap_or_default()
    }

    /// Remembers it.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub(crate) fn remember(&mut self, name: &str, note: Note) -> io::Result<()> {
        self.notes.insert(name.to_string(), note);
        let lines = self.notes.iter().map(|(name, note)| line(name, note));
        let text: String = lines.collect();
        fs::create_dir_all(self.path.parent().expect("the file lies in a folder"))?;
        // Another command may read it meanwhile: it must never see half of it.
        let new = self.path.with_extension(format!("{}", std::process::id()));
        fs::write(&new, text)?;
        fs::rename(new, &self.path)
    }
}

fn line(name: &str, note: &Note) -> String {
    let tested = match note.tested {
        Some((hash, true)) => format!("{hash:016x} passed"),
        Some((hash, false)) => format!("{hash:016x} failed"),
        None => "- -".to_string(),
    };
    format!("{name} {tested} {}\n", note.hints)
}

fn parse(line: &str) -> Option<(String, Note)> {
    let mut words = line.split(' ');
    let (name, hash, outcome) = (words.next()?, words.next()?, words.next()?);
    let hints = words.next()?.parse().ok()?;
    let tested = match u64::from_str_radix(hash, 16) {
        Ok(hash) => Some((hash, outcome == "passed")),
        Err(_) => None,
    };
    Some((name.to_string(), Note { tested, hints }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_as_it_was_written() {
        for tested in [None, Some((7, true)), Some((u64::MAX, false))] {
            let note = Note { tested, hints: 2 };
            let written = line("s1e1", &note);
            assert_eq!(parse(written.trim_end()), Some(("s1e1".into(), note)));
        }
    }

    #[test]
    fn a_line_that_says_nothing_is_forgotten() {
        for line in ["", "s1e1", "s1e1 - -", "s1e1 0 passed many"] {
            assert_eq!(parse(line), None, "{line}");
        }
    }
}
