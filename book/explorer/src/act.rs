//! What a sentence is made of, and a picture.

use std::collections::BTreeMap;

use crate::step::{Line, View};

/// What a thread is about to do, or has just done: what a sentence is made of.
#[derive(Debug)]
pub struct Act<'a> {
    /// The thread.
    pub who: &'a str,
    /// The operation: `lock`, `swap`, `park`, and so on; `parked` for the end of a `park` that had to wait.
    pub what: &'a str,
    /// The line of the operation.
    pub line: &'a Line,
    /// How many operations the thread has done in this call of the line's function, on lines above this one.
    pub nth: usize,
    /// What was where before it.
    pub before: &'a View,
    /// What is where after it. Nothing if it is still to be done: the words are those of a choice.
    pub after: Option<&'a View>,
    /// What the operation came to, if it says so.
    pub result: Option<&'a str>,
}

/// What each thread is about to do, by its name: `park`, `parked`, `lock`; `ended` if it has.
pub type Doing<'a> = BTreeMap<&'static str, &'a str>;

/// Puts a step into words.
pub(crate) type Words = Box<dyn Fn(&Act<'_>) -> String>;
/// Draws a picture.
pub(crate) type Look = Box<dyn Fn(&Doing<'_>) -> View>;
