//! What the tests share.
#![allow(dead_code)] // each test uses a part

use recorder::Trace;
use std::{
    io::{self, Write},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// A test that takes longer hangs.
pub(crate) const LIMIT: Duration = Duration::from_secs(20);

/// A trace in memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory(Arc<Mutex<Vec<u8>>>);

impl Memory {
    pub(crate) fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8(bytes.clone()).expect("a trace is text")
    }

    /// What is recorded so far. Each line of it can be read.
    pub(crate) fn trace(&self) -> Trace {
        let trace = Trace::read(self.text().as_bytes()).expect("a trace");
        assert_eq!(trace.unread, [""; 0]);
        trace
    }
}

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A process records one thing at a time: so do the tests of a file.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A trace of these lines, below a first line.
pub(crate) fn trace_of(lines: &[&str]) -> Trace {
    let header = r#"{"recorder":1,"program":"bank","tasks":"tokio"}"#;
    let text = format!("{header}\n{}\n", lines.join("\n"));
    let trace = Trace::read(text.as_bytes()).expect("a trace");
    assert_eq!(trace.unread, [""; 0]);
    trace
}

/// The lines below "What looks wrong".
pub(crate) fn wrong(trace: &Trace) -> Vec<String> {
    let text = recorder::text(trace);
    let lines = text
        .lines()
        .skip_while(|line| *line != "What looks wrong")
        .skip(1);
    lines
        .take_while(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The spawns of tasks with these names, which get the numbers 1, 2 and so on.
pub(crate) fn named(names: &[&str]) -> Vec<String> {
    let spawn = |(n, name): (usize, &&str)| {
        format!(
            r#"{{"t":0,"ev":"spawn","task":{},"name":"{name}","at":"src/bank.rs:7"}}"#,
            n + 1
        )
    };
    names.iter().enumerate().map(spawn).collect()
}

/// A trace of these tasks and lines.
pub(crate) fn with(names: &[&str], more: &[&str]) -> Trace {
    let mut lines = named(names);
    lines.extend(more.iter().map(|line| (*line).to_owned()));
    trace_of(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}
