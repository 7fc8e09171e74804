//! The runtime stays small.

use std::fs;

/// The lines of code of a file: no blank lines, no comments.
fn lines(file: &str) -> usize {
    let path = format!("{}/src/{file}.rs", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(path).unwrap();
    let code = |line: &&str| !line.trim().is_empty() && !line.trim().starts_with("//");
    text.lines().filter(code).count()
}

#[test]
fn the_six_files_have_about_600_lines_of_code_and_the_crate_900() {
    let six = [
        "block_on", "executor", "join", "timers", "reactor", "runtime",
    ]
    .map(lines);
    // Not `channel` and `select`: each is an exercise of its own, and no other file uses it.
    let others = [
        "net", "combine", "bridge", "echo", "lib", "main", "panic", "sync",
    ]
    .map(lines);
    let (six, others): (usize, usize) = (six.iter().sum(), others.iter().sum());
    assert!(six <= 640, "{six} lines in the six files");
    assert!(six + others <= 900, "{} lines in all", six + others);
}
