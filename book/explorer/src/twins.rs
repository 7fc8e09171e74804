//! Broken twins: a real file with a small mistake, given as the lines before and the lines after.
//!
//! A twin is a file in `twins/`, in the form of a diff without numbers, so that a page can show it:
//!
//! ```text
//! # Why a person writes it.
//! --- executor.rs
//! @@
//!      fn take_ready(&self) -> Vec<TaskId> {
//! -        mem::take(&mut self.lock().ready)
//! +        self.lock().ready.clone()
//! ```

/// A mistake, as changes to a file.
#[derive(Debug)]
pub struct Twin {
    /// The name of the twin: that of its file.
    pub name: String,
    /// Why a person writes it.
    pub why: String,
    /// The file that it changes.
    pub file: String,
    /// The changes, in any order: the lines before, and the lines after.
    pub changes: Vec<(String, String)>,
}

impl Twin {
    /// Reads the diff.
    pub fn parse(name: &str, text: &str) -> Result<Twin, String> {
        let mut twin = Twin {
            name: name.into(),
            why: String::new(),
            file: String::new(),
            changes: vec![],
        };
        for line in text.lines() {
            if let Some(file) = line.strip_prefix("--- ") {
                twin.file = file.into();
            } else if let Some(why) = line.strip_prefix("# ") {
                let space = if twin.why.is_empty() { "" } else { " " };
                twin.why += &format!("{space}{why}");
            } else if line == "@@" {
                twin.changes.push(Default::default());
            } else {
                let (mark, rest) = line.split_at_checked(1).unwrap_or((" ", ""));
                let (Some((before, after)), " " | "-" | "+") = (twin.changes.last_mut(), mark)
                else {
                    return Err(format!(
                        "twins/{name}.diff has a line that is none of a diff: {line}"
                    ));
                };
                for (side, other) in [(before, "+"), (after, "-")] {
                    if mark != other {
                        *side += &format!("{rest}\n");
                    }
                }
            }
        }
        if twin.why.is_empty() || twin.file.is_empty() || twin.changes.is_empty() {
            return Err(format!(
                "twins/{name}.diff needs a reason (`# `), a file (`--- `) and a change (`@@`)"
            ));
        }
        Ok(twin)
    }

    /// Makes the mistake in the text of the real file.
    pub fn apply(&self, text: &str) -> Result<String, String> {
        let mut text = text.to_string();
        for (before, after) in &self.changes {
            let found = text.matches(before.as_str()).count();
            if found != 1 {
                return Err(format!(
                    "twins/{}.diff no longer fits {}: these lines should be there once, and are there {found} times. \
                     Change the twin with the file.\n{before}",
                    self.name, self.file
                ));
            }
            text = text.replacen(before.as_str(), after, 1);
        }
        Ok(text)
    }
}

/// Makes a file ready for `include!`: its docs become comments, each line keeps its number, and a step under the queue's lock
/// is told by the line that asks for the lock.
pub fn includable(text: &str) -> String {
    let line = |line: &str| {
        let code = line.trim_start();
        let docs = code.strip_prefix("//!").or(code.strip_prefix("///"));
        match docs {
            Some(docs) => format!("//{docs}\n"),
            None => format!(
                "{}\n",
                line.replace("fn lock(&self)", "#[track_caller] fn lock(&self)")
            ),
        }
    };
    text.lines().map(line).collect()
}
