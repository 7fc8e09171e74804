//! What is told of a run: steps, the lines that took them, and what they moved.

use std::collections::{BTreeMap, HashMap};
use std::env;
use std::fs;
use std::panic::Location;
use std::path::PathBuf;
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
    pub line: Option<Arc<Line>>,
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
    /// The number of the line, from 1.
    pub number: u32,
    /// The line of another file that this one was made of: the path of that file, and the number. A file that was made says so in a
    /// file of the same name that ends with `.lines`: the path, and then a number, or nothing, for each line.
    pub real: Option<(String, u32)>,
    /// True if the line is in a file that was made of another.
    pub staged: bool,
}

/// A file that was read.
struct File {
    lines: Vec<String>,
    /// For a file that was made of another: that file, and the number that each line has there.
    real: Option<(String, Vec<Option<u32>>)>,
}

/// The files that were read.
static FILES: LazyLock<Mutex<HashMap<String, Arc<File>>>> = LazyLock::new(Mutex::default);
/// The lines that were found.
static LINES: LazyLock<Mutex<HashMap<Location<'static>, Arc<Line>>>> =
    LazyLock::new(Mutex::default);

impl Line {
    /// Finds the line in its file.
    pub fn find(at: &Location<'static>) -> Arc<Line> {
        let mut lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
        let line = lines.entry(*at).or_insert_with(|| Arc::new(Line::read(at)));
        line.clone()
    }

    fn read(at: &Location<'_>) -> Line {
        let file = file(at.file());
        let index = at.line() as usize - 1;
        let text = file.lines.get(index).cloned();
        let above = file.lines.iter().take(index + 1).rev();
        let real = file.real.as_ref().and_then(|(path, numbers)| {
            let number = numbers.get(index).copied().flatten()?;
            Some((path.clone(), number))
        });
        let mut functions = above.filter_map(|line| function(line));
        Line {
            function: functions.next().unwrap_or_default(),
            text: text.unwrap_or_else(|| at.to_string()),
            number: at.line(),
            real,
            staged: file.real.is_some(),
        }
    }
}

fn file(name: &str) -> Arc<File> {
    let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
    files
        .entry(name.into())
        .or_insert_with(|| Arc::new(read(name)))
        .clone()
}

fn read(name: &str) -> File {
    let path = locate(name);
    let text = fs::read_to_string(&path).unwrap_or_default();
    let numbers = fs::read_to_string(path.with_extension("lines"));
    let real = numbers.ok().and_then(|numbers| {
        let (file, numbers) = numbers.split_once('\n')?;
        Some((
            file.into(),
            numbers.lines().map(|number| number.parse().ok()).collect(),
        ))
    });
    let lines = text.lines().map(|line| line.trim().to_string());
    File {
        lines: lines.collect(),
        real,
    }
}

/// A path is relative to the workspace, and a test runs in its package: the file is looked for further up, too.
fn locate(name: &str) -> PathBuf {
    let here = env::current_dir().unwrap_or_default();
    let mut paths = here.ancestors().map(|folder| folder.join(name));
    paths.find(|path| path.exists()).unwrap_or(name.into())
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
