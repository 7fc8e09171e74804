//! What is told of a run: steps, the lines that took them, and what they moved.

use std::collections::{BTreeMap, HashMap};
use std::panic::Location;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// One step of a thread.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// The words of the choice that led here, if there was one.
    pub choice: Option<String>,
    /// The thread that took the step.
    pub who: String,
    /// What happened, in a sentence.
    pub say: String,
    /// The line that took the step.
    pub line: Option<Line>,
    /// What is where, after the step.
    pub view: View,
}

/// A picture: where each thing is, and what is written on it.
pub type View = BTreeMap<&'static str, Seen>;

/// One thing of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The place in which the thing is.
    pub place: &'static str,
    /// What is written on it.
    pub label: &'static str,
}

/// Returns a thing of a picture.
pub fn at(place: &'static str, label: &'static str) -> Seen {
    Seen { place, label }
}

/// A line of a source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The function in which the line is.
    pub function: String,
    /// The line, without the space around it.
    pub text: String,
    /// How many lines of the file have this text, up to this one.
    pub occurrence: usize,
    /// The number of the line, from 1.
    pub number: u32,
}

/// The files that were read: the lines of each.
static FILES: LazyLock<Mutex<HashMap<String, Arc<Vec<String>>>>> = LazyLock::new(Mutex::default);

impl Line {
    /// Finds the line in its file.
    pub(crate) fn find(at: &Location<'_>) -> Line {
        let lines = read(at.file());
        let index = at.line() as usize - 1;
        let Some(text) = lines.get(index).cloned() else {
            return Line {
                function: String::new(),
                text: at.to_string(),
                occurrence: 1,
                number: at.line(),
            };
        };
        let above = &lines[..=index];
        Line {
            function: above
                .iter()
                .rev()
                .find_map(|l| function(l))
                .unwrap_or_default(),
            occurrence: above.iter().filter(|line| line.contains(&text)).count(),
            text,
            number: at.line(),
        }
    }
}

fn read(file: &str) -> Arc<Vec<String>> {
    let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
    let read = || {
        // A path is relative to the workspace, a test runs in its package.
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let text = std::fs::read_to_string(workspace.join(file)).unwrap_or_default();
        let lines = text.lines().map(|line| line.trim().to_string());
        Arc::new(lines.collect())
    };
    files.entry(file.into()).or_insert_with(read).clone()
}

/// Returns the name of the function that begins on this line.
fn function(line: &str) -> Option<String> {
    let (before, after) = line.split_once("fn ")?;
    if line.starts_with("//") || !(before.is_empty() || before.ends_with(' ')) {
        return None;
    }
    let end = after.find(|c: char| !c.is_alphanumeric() && c != '_')?;
    Some(after[..end].to_string()).filter(|name| !name.is_empty())
}
