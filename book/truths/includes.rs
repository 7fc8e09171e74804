//! Includes: mdBook renders a missing file or anchor as an empty block and exits 0.

use crate::{
    code,
    page::{Block, Page, read},
};
use regex::Regex;
use std::path::{Component, Path, PathBuf};

/// One `{{#include path:anchor}}`.
#[derive(Debug)]
pub(crate) struct Include {
    pub(crate) path: String,
    pub(crate) anchor: Option<String>,
}

/// What is wrong with the includes of a page.
///
/// A block of included code is marked `rs` and holds nothing else; above it is a link to the file in the appendix
/// of code. An anchor surrounds whole items,
/// one of which bears its name. A block written by hand is marked `rust` and is a doctest.
pub fn problems(page: &Page) -> Vec<String> {
    let blocks = page.blocks();
    let mut problems = outside(page, &blocks);
    for block in &blocks {
        let what = match block.text.lines().filter_map(parse).collect::<Vec<_>>() {
            includes if includes.is_empty() => written(block),
            includes => included(page, block, &includes),
        };
        problems.extend(
            what.iter()
                .map(|what| format!("{}: {what}", page.at(block.line))),
        );
    }
    problems
}

/// Whole files of Markdown, included outside of any block.
fn outside(page: &Page, blocks: &[Block]) -> Vec<String> {
    let in_block = |at| blocks.iter().any(|block| block.range.contains(&at));
    let includes = page
        .text
        .match_indices("{{#include ")
        .filter(|(at, _)| !in_block(*at));
    let problem = |(at, _): (usize, &str)| {
        let line = page.text[at..].lines().next().unwrap_or_default();
        let file = parse(line).and_then(|include| Some(page.path.parent()?.join(include.path)));
        let number = 1 + page.text[..at].matches('\n').count();
        let gone = !file.is_some_and(|file| file.is_file());
        gone.then(|| {
            format!(
                "{}: {line} includes a file that does not exist",
                page.at(number)
            )
        })
    };
    includes.filter_map(problem).collect()
}

fn written(block: &Block) -> Vec<String> {
    let unmarked = block.info == "rs";
    let what = "a block of written code is marked `rs`; mark it `rust`, and it is tested";
    unmarked.then(|| what.to_string()).into_iter().collect()
}

fn included(page: &Page, block: &Block, includes: &[Include]) -> Vec<String> {
    let mut problems: Vec<_> = includes
        .iter()
        .filter_map(|include| wrong(page, block, include))
        .collect();
    if block.info != "rs" {
        problems.push(format!(
            "a block of included code is marked `{}`, not `rs`",
            block.info
        ));
    }
    if includes.len()
        != block
            .text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .count()
    {
        problems.push("the block mixes included and written code".to_string());
    }
    problems
}

/// The blocks of written Rust that no test compiles and runs: those of a page that `doctests` does not name, and those that say
/// that they should be ignored.
pub fn untested(page: &Page, doctests: &str) -> Vec<String> {
    let path = page.path.to_string_lossy().replace('\\', "/");
    let name = path.rsplit("book/src/").next().unwrap_or_default();
    let tested = doctests.contains(&format!("../src/{name}"));
    let blocks = page
        .blocks()
        .into_iter()
        .filter(|block| block.info.starts_with("rust"));
    let untested = blocks.filter(|block| {
        !tested || !["rust", "rust,should_panic", "rust,compile_fail"].contains(&&*block.info)
    });
    untested
        .map(|block| {
            format!(
                "{}: nobody compiles this block (`{}`)",
                page.at(block.line),
                block.info
            )
        })
        .collect()
}

pub(crate) fn parse(line: &str) -> Option<Include> {
    let inside = line
        .trim()
        .strip_prefix("{{#include ")?
        .strip_suffix("}}")?;
    let (path, anchor) = match inside.split_once(':') {
        Some((path, anchor)) => (path, Some(anchor.to_string())),
        None => (inside, None),
    };
    Some(Include {
        path: path.to_string(),
        anchor,
    })
}

fn wrong(page: &Page, block: &Block, include: &Include) -> Option<String> {
    let file = lexical(&page.path.parent()?.join(&include.path));
    if !file.is_file() {
        return Some(format!("{} does not exist", include.path));
    }
    let before = &page.text[..block.range.start];
    let above = before
        .lines()
        .rev()
        .skip(1)
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    // The pages with code lie in folders, one below the book's.
    let link = code::link(&file, 1).unwrap_or_default();
    if !above.contains(&format!("]({link})")) {
        return Some(format!("above the block there is no link to {link}"));
    }
    let what = bad_anchor(&read(&file), include.anchor.as_deref()?)?;
    Some(format!("{}: {what}", include.path))
}

/// Returns what is wrong with an anchor in the text of a Rust file.
pub fn bad_anchor(text: &str, anchor: &str) -> Option<String> {
    match anchored(text, anchor) {
        Ok(code) => whole_items(&code, anchor),
        Err(what) => Some(what),
    }
}

/// The lines between an anchor and its end.
fn anchored(text: &str, anchor: &str) -> Result<String, String> {
    let is = |line: &str, mark: &str| {
        line.split_once(mark)
            .is_some_and(|(_, name)| name.trim() == anchor)
    };
    let mut lines = text.lines().skip_while(|line| !is(line, "ANCHOR: "));
    lines
        .next()
        .ok_or(format!("there is no `ANCHOR: {anchor}`"))?;
    let mut inside = String::new();
    for line in lines {
        if is(line, "ANCHOR_END: ") {
            return if inside.trim().is_empty() {
                Err(format!("anchor {anchor} is empty"))
            } else {
                Ok(inside)
            };
        }
        inside.extend([line, "\n"]);
    }
    Err(format!("`ANCHOR: {anchor}` never ends"))
}

fn whole_items(code: &str, anchor: &str) -> Option<String> {
    if let Err(e) = syn::parse_file(code) {
        return Some(format!(
            "anchor {anchor} does not surround whole items: {e}"
        ));
    }
    let name = regex::escape(anchor);
    let named = Regex::new(&format!(
        r"(?:struct|enum|trait|fn|type|const|macro_rules!|for|impl) {name}(?-u:\b)"
    ))
    .expect("a pattern");
    (!named.is_match(code)).then(|| format!("anchor {anchor} surrounds no item of that name"))
}

/// The lines of a file that mdBook puts in the place of an include, with their numbers: those between the anchors, or all; without the
/// lines that are anchors.
pub(crate) fn shown<'a>(text: &'a str, anchor: Option<&str>) -> Vec<(usize, &'a str)> {
    let mut inside = anchor.is_none();
    let mut lines = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let mark = |mark: &str| Some(line.split_once(mark)?.1.trim());
        if let Some(name) = mark("ANCHOR: ") {
            inside |= Some(name) == anchor;
        } else if let Some(name) = mark("ANCHOR_END: ") {
            inside &= Some(name) != anchor;
        } else if inside {
            lines.push((at + 1, line));
        }
    }
    lines
}

/// The path without its `..`.
pub(crate) fn lexical(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(out.pop()),
            part => out.push(part),
        }
    }
    out
}
