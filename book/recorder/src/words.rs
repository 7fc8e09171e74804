//! What a task waits for, in words that are put together only if they are written.

use std::{
    borrow::Cow,
    collections::HashMap,
    fmt,
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

/// How many locks and channels each line has made.
static MADE: Mutex<Option<HashMap<Location<'static>, usize>>> = Mutex::new(None);
/// How many tasks each function has begun.
static BEGUN: Mutex<Option<HashMap<String, usize>>> = Mutex::new(None);

/// A name for a task: the async function that its future is of, with its type or module if many functions have its name. A block has no
/// name: it is named after its line.
pub(crate) fn task_name(future: &str, at: &Location<'_>) -> String {
    let path = without_generics(future);
    let path = path.strip_suffix("::{{closure}}").unwrap_or(&path);
    let mut segments = path.rsplit("::");
    let function = segments
        .next()
        .filter(|name| is_name(name) && *name != "main");
    let parent = segments.next().filter(|name| is_name(name));
    let is_crate = segments.next().is_none(); // says no more than the function
    let name = match (function, parent) {
        (Some(function), _) if !SAYS_NOTHING.contains(&function) => Some(function.to_owned()),
        (Some(function), Some(parent)) if !is_crate => Some(format!("{parent}::{function}")),
        _ => None,
    };
    let is_named = name.is_some();
    let name = name.unwrap_or_else(|| format!("task of {}:{}", file(at), at.line()));
    let mut begun = BEGUN.lock().unwrap_or_else(PoisonError::into_inner);
    let nth = begun
        .get_or_insert_default()
        .entry(name.clone())
        .or_insert(0);
    *nth += 1;
    match nth {
        1 => name,
        nth if is_named => format!("{name} {nth}"),
        nth => format!("{name} (number {nth})"),
    }
}

/// The path without what is in angle brackets.
fn without_generics(path: &str) -> String {
    let mut depth = 0usize;
    let outside = path.chars().filter(|c| {
        depth += usize::from(*c == '<');
        let outside = depth == 0;
        depth = depth.saturating_sub(usize::from(*c == '>'));
        outside
    });
    outside.collect()
}

/// Names of functions that many types have.
const SAYS_NOTHING: [&str; 11] = [
    "spawn", "new", "run", "start", "serve", "handle", "process", "execute", "call", "task",
    "inner",
];

fn is_name(segment: &str) -> bool {
    !segment.is_empty() && segment.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// The name of the file, without folders.
fn file<'a>(at: &'a Location<'_>) -> &'a str {
    at.file().rsplit(['/', '\\']).next().unwrap_or_default()
}

impl Name {
    #[track_caller]
    #[cfg_attr(not(feature = "tokio"), expect(dead_code))]
    pub(crate) fn new(kind: &'static str) -> Name {
        Name::at(kind, Location::caller())
    }

    pub(crate) fn at(kind: &'static str, at: &'static Location<'static>) -> Name {
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        let nth = made.get_or_insert_default().entry(*at).or_insert(0);
        *nth += 1;
        let nth = *nth;
        Name { kind, at, nth }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Name { kind, at, nth } = self;
        write!(f, "{kind} of {}:{}", file(at), at.line())?;
        if *nth > 1 {
            write!(f, " (number {nth})")?;
        }
        Ok(())
    }
}
