//! What chapters, READMEs, tables and the appendix must name.

use crate::{
    exercises::Exercise,
    page::{Page, read, root},
    workspace::packages,
};
use regex::Regex;
use std::path::Path;

/// One row of the appendix: a code block of the source documents and what became of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// `001f`.
    pub id: String,
    /// The command that runs our program, if there is one already.
    pub command: Option<String>,
}

/// The ids of all code blocks of the five documents.
pub fn all_rows() -> Vec<String> {
    let letters: Vec<_> = ('a'..='z')
        .map(String::from)
        .chain(["aa", "ab"].map(String::from))
        .collect();
    let documents = [("000", 5), ("001", 28), ("002", 9), ("003", 20), ("004", 8)];
    documents
        .iter()
        .flat_map(|(document, n)| {
            letters[..*n]
                .iter()
                .map(move |letter| format!("{document}{letter}"))
        })
        .collect()
}

/// The rows of the appendix, as it says.
pub fn rows(appendix: &str) -> Vec<Row> {
    let row = Regex::new(r"(?m)^\| *([0-9]{3}[a-z]{1,2}) *\|(.*)$").expect("a pattern");
    let command = Regex::new(r"`(cargo run [^`]+)`").expect("a pattern");
    let of = |found: regex::Captures<'_>| Row {
        id: found[1].to_string(),
        command: command
            .captures(&found[2])
            .map(|found| found[1].to_string()),
    };
    row.captures_iter(appendix).map(of).collect()
}

/// What is wrong with the rows: each code block stands there once.
pub fn rows_problems(rows: &[Row]) -> Vec<String> {
    let ids: Vec<_> = rows.iter().map(|row| row.id.clone()).collect();
    let all = all_rows();
    let mut problems = Vec::new();
    problems.extend(
        all.iter()
            .filter(|id| !ids.contains(id))
            .map(|id| format!("the appendix lacks row {id}")),
    );
    problems.extend(
        ids.iter()
            .filter(|id| !all.contains(id))
            .map(|id| format!("the documents have no block {id}")),
    );
    if ids.len() > all.len() {
        problems.push("the appendix has a row twice".to_string());
    }
    problems
}

/// What is wrong between the stages' crates and their chapters: each names the other, and a chapter names every
/// program and exercise of its crate.
pub fn problems(pages: &[Page], exercises: &[Exercise]) -> Vec<String> {
    let table = read(&root().join("book/src/exercises.md"));
    let readme = read(&root().join("README.md"));
    let mut problems = Vec::new();
    let with_chapters = |name: &str| name.starts_with("stage") || name == "clinic";
    for package in packages().iter().filter(|p| with_chapters(&p.name)) {
        let name = package.name.as_str();
        let (stage, _) = name.split_once('-').unwrap_or((name, ""));
        let folder = package
            .manifest_path
            .parent()
            .expect("a manifest lies in a folder");
        let chapter: String = pages
            .iter()
            .filter(|page| is_of(page, stage))
            .map(|page| page.text.as_str())
            .collect();
        let of_this: Vec<_> = exercises
            .iter()
            .filter(|exercise| exercise.package == name)
            .collect();
        let mut wanted = Vec::new();
        let is_stage = name == stage && name.starts_with("stage");
        if is_stage {
            let folder = folder.file_name().unwrap_or_default().to_string();
            wanted.extend([
                ("its chapter", chapter.as_str(), folder),
                ("its chapter", &chapter, format!("$ cargo run -p {name}\n")),
                ("the README", &readme, format!("cargo run -p {name}")),
            ]);
        }
        for example in package.targets.iter().filter(|target| target.is_example()) {
            wanted.push((
                "its chapter",
                &chapter,
                format!("cargo run -p {name} --example {}", example.name),
            ));
        }
        for exercise in &of_this {
            wanted.push((
                "its chapter",
                &chapter,
                match name.starts_with("stage") {
                    true => format!("cargo test --test {}", exercise.name),
                    // No package of plain `cargo test`.
                    false => format!("cargo test -p {name} --test {}", exercise.name),
                },
            ));
            wanted.push(("the exercise table", &table, format!("`{}`", exercise.name)));
        }
        problems.extend(unsaid(name, &wanted));
        if is_stage {
            problems.extend(readme_problem(name, folder.as_std_path()));
        }
    }
    problems
}

/// Whether a page belongs to the chapter of a stage.
fn is_of(page: &Page, stage: &str) -> bool {
    page.path
        .to_string_lossy()
        .replace('\\', "/")
        .contains(&format!("src/{stage}/"))
}

/// Which of these texts do not contain what they should.
pub fn unsaid(stage: &str, wanted: &[(&str, &str, String)]) -> Vec<String> {
    let missing = wanted.iter().filter(|(_, text, what)| !text.contains(what));
    missing
        .map(|(place, _, what)| format!("{stage}: {place} does not name `{}`", what.trim_end()))
        .collect()
}

/// A stage's README shows its command and says where its chapter is read.
fn readme_problem(stage: &str, folder: &Path) -> Option<String> {
    let text = read(&folder.join("README.md"));
    let fine =
        text.contains("(../README.md#read)") && text.contains(&format!("cargo run -p {stage}"));
    (!fine).then(|| format!("{stage}: its README does not show its command, or not where to read"))
}

/// Returns the links of a file that a forge shows, such as a README, which lead to nothing, or to a page of the book: that is
/// shown with its includes raw.
pub fn unreadable(path: &Path, text: &str) -> Vec<String> {
    let link = Regex::new(r"\]\(([^)#]+)(?:#[^)]*)?\)").expect("a pattern");
    let links = link.captures_iter(text).map(|found| found[1].to_string());
    let bad = links.filter(|link| {
        let target = path.with_file_name("").join(link);
        !link.contains("://")
            && (!target.exists() || link.contains("book/src/") && link.ends_with(".md"))
    });
    bad.map(|link| format!("{}: {link} cannot be read there", path.display()))
        .collect()
}
