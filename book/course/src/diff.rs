//! Differences between two versions of an answer.

use crate::screen::{Paint, Screen};
use similar::{ChangeTag, TextDiff};
use std::io;

/// How many unchanged lines are shown around a change.
const AROUND: usize = 3;

/// Shows what changes from `old` to `new`. False if nothing does.
pub(crate) fn show(screen: &Screen, old: &str, new: &str) -> io::Result<bool> {
    let (old, new) = (answer(old), answer(new));
    let diff = TextDiff::from_lines(old.as_str(), new.as_str());
    let groups = diff.grouped_ops(AROUND);
    for (n, group) in groups.iter().enumerate() {
        if n > 0 {
            screen.line(&screen.paint(Paint::Dim, "  …"))?;
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let text = change.value().trim_end_matches(['\r', '\n']);
            let line = match change.tag() {
                ChangeTag::Equal => format!("  {text}").trim_end().to_string(),
                ChangeTag::Delete => screen.paint(Paint::Red, &format!("- {text}")),
                ChangeTag::Insert => screen.paint(Paint::Green, &format!("+ {text}")),
            };
            screen.line(&line)?;
        }
    }
    Ok(!groups.is_empty())
}

/// A file without its first comment, the marks for the book's pages, and the lines that bring in the tests: they are no part of the answer.
fn answer(text: &str) -> String {
    let head =
        |line: &&str| line.starts_with("//!") || line.starts_with("#![") || line.trim().is_empty();
    let anchor = |line: &&str| line.trim_start().starts_with("// ANCHOR");
    let lines = text.lines().filter(|line| !anchor(line));
    let lines: Vec<&str> = lines.skip_while(head).collect();
    let tests = lines.iter().rposition(|line| *line == "mod tests;");
    let end = match tests {
        Some(at) if at > 0 && lines[at - 1].starts_with("#[path = ") => at - 1,
        _ => lines.len(),
    };
    let body = lines[..end].join("\n");
    format!("{}\n", body.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_what_lies_between_the_comment_and_the_tests() {
        let stub = "//! Exercise s1e1.\n#![allow(dead_code)]\n\nfn a() {}\n\n#[path = \"tests/e1.rs\"]\nmod tests;\n";
        assert_eq!(answer(stub), "fn a() {}\n");
        assert_eq!(answer("fn a() {}"), "fn a() {}\n");
    }
}
