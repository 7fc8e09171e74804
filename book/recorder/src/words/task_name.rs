//! What a task is called.

use super::{Counter, file_of};
use std::panic::Location;

/// How many tasks each function has begun.
static BEGUN: Counter<String> = Counter::new();

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
    let name = name.unwrap_or_else(|| format!("task of {}:{}", file_of(at.file()), at.line()));
    match BEGUN.count(name.clone()) {
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
