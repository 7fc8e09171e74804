//! The built book: its log and its tables.

use crate::page::{read, root};
use regex::Regex;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Builds the book and gives what is wrong with the log.
pub fn build() -> Vec<String> {
    let built = Command::new("mdbook")
        .arg("build")
        .arg(root().join("book"))
        .env_remove("RUST_LOG")
        .output();
    let out = match built {
        Ok(out) => out,
        Err(e) => return vec![format!("mdbook cannot be started: {e}")],
    };
    let log = [out.stdout, out.stderr].concat();
    let mut problems = in_log(&String::from_utf8_lossy(&log));
    if !out.status.success() {
        problems.push(format!("mdbook build ended with {}", out.status));
    }
    problems
}

/// The lines of a build log that say that something is wrong.
pub fn in_log(log: &str) -> Vec<String> {
    let bad = Regex::new(r"(?-u:\b)(ERROR|WARN)(?-u:\b)").expect("a pattern");
    log.lines()
        .filter(|line| bad.is_match(line))
        .map(str::to_string)
        .collect()
}

/// Pages on which a table was not rendered: its rows stand in a paragraph.
///
/// # Panics
///
/// If the site cannot be read.
pub fn broken_tables(site: &Path) -> Vec<String> {
    let row = Regex::new(r"<p>\|[^<]*\|").expect("a pattern");
    let broken = html_files(site)
        .into_iter()
        .filter(|path| row.is_match(&read(path)));
    broken
        .map(|path| format!("{}: a table is not rendered as one", path.display()))
        .collect()
}

fn html_files(folder: &Path) -> Vec<PathBuf> {
    let folder = folder
        .canonicalize()
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let entries = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.expect("an entry of the site").path()) {
        if path.is_dir() {
            files.extend(html_files(&path));
        } else if path
            .extension()
            .is_some_and(|extension| extension == "html")
        {
            files.push(path);
        }
    }
    files
}
