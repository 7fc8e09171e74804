//! What a task waits for, in words that are put together only if they are written.

mod task_name;

pub(crate) use task_name::task_name;

use std::{
    borrow::Cow,
    collections::HashMap,
    fmt,
    hash::Hash,
    panic::Location,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// What is waited for.
#[derive(Clone, Debug)]
pub(crate) enum Words {
    Said(Cow<'static, str>),
    #[cfg_attr(not(feature = "tokio"), expect(dead_code))]
    Named(&'static str, Name),
    #[cfg_attr(not(feature = "tokio"), expect(dead_code))]
    Time(&'static str, Duration),
}

impl Words {
    /// The name of the resource alone.
    pub(crate) fn resource(&self) -> String {
        match self {
            Words::Named(_, name) => name.to_string(),
            words => words.to_string(),
        }
    }

    /// "read" or "write", for what has both.
    pub(crate) fn mode(&self) -> Option<String> {
        let Words::Named(verb, _) = self else {
            return None;
        };
        let (mode, _) = verb.split_once(" access")?;
        Some(mode.to_owned())
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Words::Said(text) => f.write_str(text),
            Words::Named(verb, name) => write!(f, "{verb}{name}"),
            Words::Time(verb, time) => write!(f, "{verb}{time:?}"),
        }
    }
}

/// The name of a lock, a channel: what it is, where it was made, and the how many-th of that line it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name {
    kind: &'static str,
    at: &'static Location<'static>,
    nth: usize,
}

impl Name {
    #[track_caller]
    #[cfg_attr(not(feature = "tokio"), expect(dead_code))]
    pub(crate) fn new(kind: &'static str) -> Name {
        Name::at(kind, Location::caller())
    }

    pub(crate) fn at(kind: &'static str, at: &'static Location<'static>) -> Name {
        static MADE: Counter<Location<'static>> = Counter::new();
        let nth = MADE.count(*at);
        Name { kind, at, nth }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Name { kind, at, nth } = self;
        write!(f, "{kind} of {}:{}", file_of(at.file()), at.line())?;
        if *nth > 1 {
            write!(f, " (number {nth})")?;
        }
        Ok(())
    }
}

/// How often each key has come.
#[derive(Debug)]
pub(crate) struct Counter<K>(Mutex<Option<HashMap<K, usize>>>);

impl<K: Eq + Hash> Counter<K> {
    pub(crate) const fn new() -> Self {
        Counter(Mutex::new(None))
    }

    /// Counts this one. Returns 1 for the first.
    pub(crate) fn count(&self, key: K) -> usize {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.get_or_insert_default().entry(key).or_default();
        *count += 1;
        *count
    }
}

/// The file of a path, or the file and the line, without folders.
pub(crate) fn file_of(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
