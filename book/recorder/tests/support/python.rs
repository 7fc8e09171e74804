//! Runs the programs in `programs`, with looprec and without.
#![allow(dead_code)] // each test uses a part

use recorder::{Event, Picture, State, Trace, What};
use serde_json::Value;
use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::Duration,
};
use testkit::within;

/// Starting Python takes a while on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

/// A program that was run with looprec.
#[derive(Debug)]
pub(crate) struct Run {
    /// What it told of itself.
    pub(crate) facts: Value,
    /// What was recorded.
    pub(crate) trace: Trace,
    /// The state after the last event.
    pub(crate) last: Picture,
}

/// Runs a program in `programs` with looprec. None, and a sentence, if there is no Python, or an older one than `needed`.
pub(crate) fn run(program: &str, needed: (u32, u32)) -> Option<Run> {
    let python = python(needed)?;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("trace");
    let out = finished(recorded(&python, program, &file));
    let said = String::from_utf8_lossy(&out.stdout);
    let facts = serde_json::from_str(&said);
    let facts = facts.unwrap_or_else(|_| panic!("{program} told no facts: {out:?}"));
    let trace = Trace::open(&file).expect("a trace");
    assert_eq!(trace.unread, [""; 0]);
    let last = Picture::after(&trace.events);
    Some(Run { facts, trace, last })
}

/// The command that runs a program with looprec.
pub(crate) fn recorded(python: &str, program: &str, file: &Path) -> Command {
    let command = plain(python, program);
    let script = command.get_args().map(ToOwned::to_owned).last();
    let mut looprec = Command::new(python);
    looprec.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("looprec.py"));
    looprec.args(script).env("LOOP_TRACE", file);
    looprec.current_dir(folder());
    looprec.env("PYTHONDONTWRITEBYTECODE", "1");
    looprec
}

/// The command that runs a program alone.
pub(crate) fn plain(python: &str, program: &str) -> Command {
    let mut command = Command::new(python);
    command.arg(program).env_remove("LOOP_TRACE");
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    command.current_dir(folder());
    command
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs")
}

/// Waits for it.
pub(crate) fn finished(mut command: Command) -> Output {
    within(LIMIT, "the program's end", move || {
        command.output().expect("Python starts")
    })
}

/// The interpreter: `PYTHON`, or the system's. None, and a sentence, if it is older than `needed`.
pub(crate) fn python(needed: (u32, u32)) -> Option<String> {
    let system = if cfg!(windows) { "python" } else { "python3" };
    let python = env::var("PYTHON").unwrap_or(system.into());
    let script = format!("import sys; sys.exit(sys.version_info < {needed:?})");
    let found = Command::new(&python).args(["-c", &script]).output();
    if found.is_ok_and(|out| out.status.success()) {
        return Some(python);
    }
    let (major, minor) = needed;
    eprintln!("NOT TESTED: `{python}` is not there, or older than {major}.{minor}.");
    None
}

impl Run {
    /// The number of the task of this name.
    pub(crate) fn task(&self, name: &str) -> u64 {
        let mut all = self.last.tasks.iter();
        let found = all.find(|(_, task)| task.name == name);
        *found
            .unwrap_or_else(|| panic!("no task `{name}`: {:?}", self.last.tasks))
            .0
    }

    /// What this task waits for at the end, and the line at which it does.
    pub(crate) fn waits(&self, name: &str) -> (String, Option<String>) {
        match &self.last.tasks[&self.task(name)].state {
            State::Waiting { on, at } => (on.clone().unwrap_or_default(), at.clone()),
            state => panic!("`{name}` does not wait: {state:?}"),
        }
    }

    /// The events of which this is true.
    pub(crate) fn count(&self, is: impl Fn(&What) -> bool) -> u64 {
        let events = self.trace.events.iter();
        events.filter(|event| is(&event.what)).count() as u64
    }

    /// The notes.
    pub(crate) fn notes(&self) -> Vec<&str> {
        let note = |event| match event {
            &Event {
                what: What::Note { ref say, .. },
                ..
            } => Some(say.as_str()),
            _ => None,
        };
        self.trace.events.iter().filter_map(note).collect()
    }

    /// Each name in the facts' object `key`, with its value.
    pub(crate) fn told(&self, key: &str) -> Vec<(&str, &Value)> {
        let object = self.facts[key].as_object();
        let object = object.unwrap_or_else(|| panic!("no `{key}` in {}", self.facts));
        assert!(!object.is_empty(), "`{key}` is empty");
        object
            .iter()
            .map(|(name, value)| (name.as_str(), value))
            .collect()
    }
}
