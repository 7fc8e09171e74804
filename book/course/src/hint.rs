//! `cargo course hint`.

use crate::{
    screen::{Paint, Screen, Stop, wrapped},
    state::Course,
};
use std::fs;

/// How wide prose is.
const WIDTH: usize = 88;

/// A folded hint.
#[derive(Debug, PartialEq)]
struct Hint {
    /// `A nudge`.
    title: String,
    /// Its text, in Markdown.
    text: String,
}

/// Shows the next hint of an exercise, or all.
pub(crate) fn hint(course: &mut Course, n: usize, all: bool) -> Result<bool, Stop> {
    let exercise = &course.exercises[n];
    let name = exercise.name.clone();
    let path = exercise.folder.join("exercises/hints.md");
    let hints = hints(&fs::read_to_string(&path).unwrap_or_default(), &name);
    if hints.is_empty() {
        let path = course.workspace.short(&path);
        return Err(format!("There are no hints for {name} in {path}.").into());
    }
    let mut note = course.memory.of_exercise(&name);
    let shown = note.hints.min(hints.len());
    let again = shown == hints.len() && !all;
    let range = match all {
        true => 0..hints.len(),
        false if again => shown - 1..shown,
        false => shown..shown + 1,
    };
    note.hints = range.end;
    course.memory.remember(&name, note)?;
    if again {
        let sentence = format!(
            "All hints of {name} have been shown; `--all` shows them again. The last was:\n"
        );
        course.screen.line(&sentence)?;
    }
    for n in range.clone() {
        let title = format!(
            "Hint {} of {} for {name}: {}",
            n + 1,
            hints.len(),
            hints[n].title
        );
        course
            .screen
            .line(&course.screen.paint(Paint::Bold, &title))?;
        course.screen.line("")?;
        show(&course.screen, &hints[n].text)?;
    }
    let rest = match hints.len() - range.end {
        0 => format!("There are no more. `cargo course solution {name}` shows our solution."),
        1 => format!("One more: `cargo course hint {name}` again."),
        more => format!("{more} more: `cargo course hint {name}` again."),
    };
    course.screen.line(&rest)?;
    Ok(true)
}

/// The hints in a file below the heading with this name.
fn hints(text: &str, name: &str) -> Vec<Hint> {
    let sections = text.split("\n## ");
    let own = |section: &&str| section.split([':', ' ', '\n']).next() == Some(name);
    let section = sections.skip(1).find(own).unwrap_or_default();
    let hints = section
        .split("<details><summary>")
        .skip(1)
        .filter_map(|hint| {
            let (title, text) = hint.split_once("</summary>")?;
            let text = text.split("</details>").next()?;
            Some(Hint {
                title: title.trim().to_string(),
                text: text.trim().to_string(),
            })
        });
    hints.collect()
}

/// Shows Markdown: prose is wrapped, code is indented.
fn show(screen: &Screen, text: &str) -> Result<(), Stop> {
    let mut code = false;
    let mut paragraph = String::new();
    for line in text.lines().chain([""]) {
        let item = line.starts_with("- ");
        let fence = line.starts_with("```");
        let ends = fence || item || line.is_empty();
        if !code && ends && !paragraph.is_empty() {
            for line in wrapped(&std::mem::take(&mut paragraph), WIDTH) {
                screen.line(&line)?;
            }
        }
        if fence {
            code = !code;
        } else if code {
            screen.line(&format!("    {line}"))?;
        } else if line.is_empty() {
            screen.line("")?;
        } else {
            paragraph.push_str(line);
            paragraph.push(' ');
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_are_those_below_the_name() {
        let text = "# Hints\n\n## s1e1: one\n\n<details><summary>A nudge</summary>\n\nLook.\n\n</details>\n\
                    <details><summary>The way</summary>\n\nGo.\n\n</details>\n\n## s1e11: eleven\n\n\
                    <details><summary>A nudge</summary>\n\nEleven.\n\n</details>\n";
        let of = |name| -> Vec<(String, String)> {
            let hints = hints(text, name).into_iter();
            hints.map(|hint| (hint.title, hint.text)).collect()
        };
        let pair = |title: &str, text: &str| (title.to_string(), text.to_string());
        assert_eq!(
            of("s1e1"),
            [pair("A nudge", "Look."), pair("The way", "Go.")]
        );
        assert_eq!(of("s1e11"), [pair("A nudge", "Eleven.")]);
        assert_eq!(of("s1e2"), []);
    }
}
