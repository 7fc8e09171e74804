//! `diff` blocks: what a page says has changed between two versions, beside what has.

use crate::{
    includes::{self, Include},
    page::{Block, Page, read},
};
use course::answers::Answers;
use races::twins::Twin;
use similar::{ChangeTag, TextDiff};
use std::path::Path;

/// What stands between two parts of a diff that do not touch.
const GAP: &str = " ...";

/// What is wrong with the `diff` blocks of a page; with `BLESS=1` in the environment they are rewritten instead.
///
/// The line above a block names the two versions, as an include would: `<!-- diff: v1.rs v2.rs -->`, or `v1.rs:step v2.rs:step` for what is
/// between two anchors. `exercises/wrong/e1.toml:NAME` is the solution with the changes of that answer, and `twins/NAME.diff` the
/// first version with the mistake of that broken twin. The block shows parts of the difference, in order, with ` ...` between them: each part whole, but not every part.
/// Blessed, it shows all changes, with a line around each; delete what the text does not speak of.
///
/// # Panics
///
/// If a blessed page cannot be written.
pub fn problems(page: &Page) -> Vec<String> {
    let mut problems = Vec::new();
    let mut blessed = page.text.clone();
    let blocks = page.blocks();
    for block in blocks.iter().rev().filter(|block| block.info == "diff") {
        let all = match versions(page, block) {
            Ok([before, after]) => difference(&before, &after),
            Err(what) => {
                problems.push(format!("{}: {what}", page.at(block.line)));
                continue;
            }
        };
        if let Some(line) = untrue(&block.text, &all) {
            blessed.replace_range(block.range.clone(), &around_changes(&all));
            problems.push(format!(
                "{}: the versions do not differ like this: `{line}`",
                page.at(block.line)
            ));
        }
    }
    if page.bless(&blessed) {
        problems.retain(|problem| !problem.contains("do not differ"));
    }
    problems.reverse();
    problems
}

/// The texts of the two versions that the line above the block names.
fn versions(page: &Page, block: &Block) -> Result<[String; 2], String> {
    let before = &page.text[..block.range.start];
    let above = before
        .lines()
        .rev()
        .skip(1)
        .find(|line| !line.trim().is_empty());
    let named = above
        .and_then(|line| {
            line.trim()
                .strip_prefix("<!-- diff: ")?
                .strip_suffix(" -->")
        })
        .ok_or("above the block, no `<!-- diff: FILE FILE -->` names the two versions")?;
    let two: Vec<_> = named.split_whitespace().collect();
    let [before, after] = two[..] else {
        return Err(format!("`{named}` does not name two versions"));
    };
    let before = text(page, before)?;
    let after = match after.ends_with(".diff") {
        true => twin(page, after, &before)?,
        false => text(page, after)?,
    };
    Ok([before, after])
}

/// The text with the mistake of a broken twin.
fn twin(page: &Page, name: &str, text: &str) -> Result<String, String> {
    let file = includes::lexical(&page.path.with_file_name("").join(name));
    if !file.is_file() {
        return Err(format!("{name} does not exist"));
    }
    let lines = Twin::parse(name, &read(&file))?.apply(text)?;
    Ok(lines.iter().flat_map(|(line, _)| [line, "\n"]).collect())
}

/// A file, or what is between two anchors.
fn text(page: &Page, name: &str) -> Result<String, String> {
    let include = includes::parse(&format!("{{{{#include {name}}}}}"));
    let Include { path, anchor } = include.ok_or(format!("{name} is no file"))?;
    let file = page.path.with_file_name("").join(&path);
    let file = includes::lexical(&file);
    if !file.is_file() {
        return Err(format!("{path} does not exist"));
    }
    let (text, anchor) = match anchor {
        Some(answer) if path.ends_with(".toml") => (answered(&file, &answer)?, None),
        anchor => (read(&file), anchor),
    };
    let lines = includes::shown(&text, anchor.as_deref());
    if lines.is_empty() {
        return Err(format!("{name} is empty"));
    }
    Ok(lines.iter().flat_map(|(_, line)| [line, "\n"]).collect())
}

/// The stage's file, with the changes of an answer to its exercise.
fn answered(answers: &Path, name: &str) -> Result<String, String> {
    let all = Answers::parse(&read(answers))?;
    let answer = (all.wrong.iter().chain(&all.right)).find(|answer| answer.name == name);
    let answer = answer.ok_or(format!("{} has no answer {name}", answers.display()))?;
    let stage = answers.ancestors().nth(3).ok_or("it is in no stage")?;
    answer.apply(&read(&all.solution_in(stage)))
}

/// The whole difference, a line a line.
fn difference(before: &str, after: &str) -> Vec<String> {
    let diff = TextDiff::from_lines(before, after);
    let line = |change: similar::Change<&str>| {
        let sign = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => ' ',
        };
        format!("{sign}{}", change.value()).trim_end().to_string()
    };
    diff.iter_all_changes().map(line).collect()
}

fn is_change(line: &str) -> bool {
    line.starts_with(['+', '-'])
}

/// The changes, each with one line before and after it.
fn around_changes(all: &[String]) -> String {
    let near =
        |i: usize| (i.saturating_sub(1)..=i + 1).any(|i| all.get(i).is_some_and(|l| is_change(l)));
    let mut shown = String::new();
    for (i, line) in all.iter().enumerate().filter(|(i, _)| near(*i)) {
        if i > 0 && !near(i - 1) && !shown.is_empty() {
            shown.extend([GAP, "\n"]);
        }
        shown.extend([line, "\n"]);
    }
    shown
}

/// The first line of a block that is not where the difference has it.
fn untrue<'a>(block: &'a str, all: &[String]) -> Option<&'a str> {
    let lines: Vec<_> = block.lines().map(str::trim_end).collect();
    if !lines.iter().any(|line| is_change(line)) {
        return Some("nothing has changed");
    }
    let mut from = 0;
    for part in lines
        .split(|line| *line == GAP)
        .filter(|part| !part.is_empty())
    {
        let found = (from..all.len()).find(|at| {
            all[*at..]
                .iter()
                .map(String::as_str)
                .zip(part)
                .filter(|(a, b)| a == *b)
                .count()
                == part.len()
        });
        match found {
            Some(at) => from = at + part.len(),
            None => {
                return Some(
                    block
                        .lines()
                        .find(|line| line.trim_end() == part[0])
                        .unwrap_or_default(),
                );
            }
        }
    }
    None
}
