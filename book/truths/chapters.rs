//! What chapters, READMEs, tables and the appendix must name.

use crate::{
    exercises::{Exercise, packages},
    page::{Page, read, root},
};
use regex::Regex;

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
    let row = Regex::new(r"(?m)^\| *(\d{3}[a-z]{1,2}) *\|(.*)$").expect("a pattern");
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
    let mut problems = Vec::new();
    let table = read(&root().join("book/src/exercises.md"));
    let readme = read(&root().join("README.md"));
    for package in packages()
        .iter()
        .filter(|package| package.name.starts_with("stage"))
    {
        let name = package.name.as_str();
        let folder = package
            .manifest_path
            .parent()
            .and_then(|path| path.file_name())
            .unwrap_or_default();
        let chapter: Vec<_> = pages
            .iter()
            .filter(|page| {
                page.path
                    .to_string_lossy()
                    .contains(&format!("src/{name}/"))
            })
            .collect();
        let text: String = chapter.iter().map(|page| page.text.as_str()).collect();
        let mut must = |what: String, said: bool| {
            if !said {
                problems.push(format!("{name}: {what}"));
            }
        };
        must(
            format!("its chapter does not name the folder {folder}"),
            text.contains(folder),
        );
        must(
            "its chapter does not show its command".into(),
            text.contains(&format!("$ cargo run -p {name}\n")),
        );
        must(
            "the README does not show its command".into(),
            readme.contains(&format!("cargo run -p {name}")),
        );
        for example in package.targets.iter().filter(|target| target.is_example()) {
            let command = format!("cargo run -p {name} --example {}", example.name);
            must(
                format!("its chapter does not name `{command}`"),
                text.contains(&command),
            );
        }
        for exercise in exercises.iter().filter(|exercise| exercise.package == name) {
            let command = format!("cargo test --test {}", exercise.name);
            must(
                format!("its chapter does not name `{command}`"),
                text.contains(&command),
            );
            must(
                format!("the exercise table lacks {}", exercise.name),
                table.contains(&format!("`{}`", exercise.name)),
            );
        }
        let own = read(
            package
                .manifest_path
                .parent()
                .expect("a folder")
                .join("README.md")
                .as_std_path(),
        );
        let path =
            Regex::new(&format!(r"\(\.\./book/src/({name}/[a-z_]+\.md)\)")).expect("a pattern");
        let named = path
            .captures(&own)
            .is_some_and(|found| root().join("book/src").join(&found[1]).is_file());
        must("its README does not link to its chapter".into(), named);
        must(
            "its README does not show its command".into(),
            own.contains(&format!("cargo run -p {name}")),
        );
    }
    problems
}
