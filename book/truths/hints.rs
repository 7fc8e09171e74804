//! Hints: their code is the solution's or the stage's, which is compiled and tested.

use crate::{
    code::below,
    exercises::Exercise,
    page::{Page, read},
};
use pulldown_cmark::{Event, Parser};

/// A line that means: the solution has more here.
const MORE: &str = "// …";

/// Returns what is wrong with the hints of an exercise: code that neither its solution nor a file of its stage has.
pub fn problems(exercise: &Exercise) -> Vec<String> {
    let path = exercise.folder.join("exercises/hints.md");
    let hints = read(&path);
    let section = hints
        .split("\n## ")
        .find(|s| s.starts_with(&format!("{}:", exercise.name)));
    let hints = Page {
        path,
        text: section.unwrap_or_default().to_string(),
    };
    let folder = &exercise.folder;
    let solution = folder.join(format!("solutions/{}.rs", exercise.file));
    let sources = below(folder, "src")
        .into_iter()
        .map(|file| folder.join(file));
    let compiled: Vec<_> = sources.chain([solution]).map(|path| read(&path)).collect();
    let problems = untested(&hints, &compiled).into_iter();
    problems
        .map(|what| format!("hints of {}: {what}", exercise.name))
        .collect()
}

/// Returns the code of some hints that is in none of the files, and the statements that are in no block.
pub fn untested(hints: &Page, files: &[String]) -> Vec<String> {
    let mut problems = Vec::new();
    for block in hints.blocks() {
        if block.info != "rs" {
            problems.push(format!("a block is marked `{}`, not `rs`", block.info));
        }
        let gone: Vec<_> = files
            .iter()
            .map(|file| missing(&block.text, file))
            .collect();
        if gone.iter().all(Option::is_some) {
            problems.extend(gone.into_iter().flatten().last());
        }
    }
    for event in Parser::new(&hints.text) {
        if let Event::Code(code) = event
            && (code.contains([';', '{']) && !code.contains("{}") || code.contains("=>"))
        {
            problems.push(format!("put `{code}` into a block: it is tested"));
        }
    }
    problems
}

/// Returns the first part of a block that the solution does not have. Its parts are separated by `MORE`, and are in the solution in
/// this order.
fn missing(block: &str, solution: &str) -> Option<String> {
    let code = |text: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.trim().to_string());
        lines.filter(|line| !line.is_empty()).collect()
    };
    let solution = code(solution);
    let mut from = 0;
    for part in block.split(MORE) {
        let part = code(part);
        let at = solution[from..]
            .windows(part.len().max(1))
            .position(|lines| lines == part);
        match at {
            Some(at) => from += at + part.len(),
            None => return Some(format!("the solution does not have\n{}", part.join("\n"))),
        }
    }
    None
}
