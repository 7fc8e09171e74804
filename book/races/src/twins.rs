//! Broken twins: a real file with a small mistake, given as the lines before and the lines after.
//!
//! A twin is a file in `twins/`, in the form of a diff without numbers, so that a page can show it:
//!
//! ```text
//! # Why a person writes it.
//! --- executor.rs
//! @@
//!      fn len(&self) -> usize {
//! -        self.lock().ready.len()
//! +        self.lock().ready.len() - 1
//!      }
//! ```

/// A mistake, as changes to a file.
#[derive(Debug, Default)]
pub struct Twin {
    /// The name of the twin: that of its file.
    pub name: String,
    /// Why a person writes it.
    pub why: String,
    /// The file that it changes.
    pub file: String,
    /// The changes. Each is a list of lines: those that stay (` `), those that go (`-`) and those that come (`+`).
    pub changes: Vec<Vec<(char, String)>>,
}

/// A line of a twin, and its number in the real file, if it is there.
pub type TwinLine = (String, Option<usize>);

impl Twin {
    /// Reads the diff.
    pub fn parse(name: &str, text: &str) -> Result<Twin, String> {
        let mut twin = Twin {
            name: name.into(),
            ..Twin::default()
        };
        for line in text.lines() {
            if let Some(file) = line.strip_prefix("--- ") {
                twin.file = file.into();
            } else if let Some(why) = line.strip_prefix("# ") {
                let space = if twin.why.is_empty() { "" } else { " " };
                twin.why += &format!("{space}{why}");
            } else if line == "@@" {
                twin.changes.push(vec![]);
            } else {
                let mark = line.chars().next().unwrap_or(' ');
                let (Some(change), ' ' | '-' | '+') = (twin.changes.last_mut(), mark) else {
                    return Err(format!(
                        "twins/{name}.diff: this is no line of a diff: {line}"
                    ));
                };
                change.push((mark, line.get(1..).unwrap_or("").into()));
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
    pub fn apply(&self, text: &str) -> Result<Vec<TwinLine>, String> {
        let mut lines = unchanged(text);
        for change in &self.changes {
            let before = change.iter().filter(|(mark, _)| *mark != '+');
            let before: Vec<&str> = before.map(|(_, line)| line.as_str()).collect();
            let fits = |at: &usize| {
                let there = lines[*at..].iter().map(|(line, _)| line.as_str());
                !before.is_empty() && there.take(before.len()).eq(before.iter().copied())
            };
            let found: Vec<_> = (0..lines.len()).filter(fits).collect();
            let [at] = found[..] else {
                return Err(format!(
                    "twins/{}.diff no longer fits {}: the file must have these lines once, and has them {} times. \
                     Change the twin as the file was changed.\n{}",
                    self.name,
                    self.file,
                    found.len(),
                    before.join("\n")
                ));
            };
            let mut old = lines
                .splice(at..at + before.len(), [])
                .collect::<Vec<_>>()
                .into_iter();
            let after = change.iter().filter_map(|(mark, line)| match mark {
                '+' => Some((line.clone(), None)),
                '-' => old.next().and(None),
                _ => old.next(),
            });
            let after: Vec<_> = after.collect();
            lines.splice(at..at, after);
        }
        Ok(lines)
    }
}

/// Returns the lines of a file without a mistake.
pub fn unchanged(text: &str) -> Vec<TwinLine> {
    let lines = text.lines().enumerate();
    lines
        .map(|(index, line)| (line.into(), Some(index + 1)))
        .collect()
}

/// Makes a file ready for `include!`: its docs become comments, its neighbours are looked for beside it and not in the crate,
/// and a step of `unpark` is told by the line that calls it.
pub fn includable(lines: &[TwinLine]) -> String {
    let line = |(line, _): &TwinLine| {
        let code = line.trim_start();
        match code.strip_prefix("//!").or(code.strip_prefix("///")) {
            Some(docs) => format!("//{docs}\n"),
            None => format!(
                "{}\n",
                line.replace("crate::", "super::")
                    .replace("(self.unpark)()", "(explorer::here(&self.unpark))()")
            ),
        }
    };
    lines.iter().map(line).collect()
}
