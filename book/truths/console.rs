//! Console blocks: what a page says a program prints, beside what it prints.

use crate::{
    about,
    normal::normalised,
    page::{Block, Page},
};
/// A command of a console block and what it is said to print.
#[derive(Debug, PartialEq, Eq)]
struct Step {
    command: String,
    output: String,
}

/// What a command did.
#[derive(Debug)]
pub struct Ran {
    /// What it printed: standard output, then standard error.
    pub output: String,
    /// Its exit status, as a shell gives it: 128 and the signal, if a signal ended it.
    pub status: Option<i32>,
}

/// What is wrong with the console blocks of a page; with `BLESS=1` in the environment they are rewritten instead.
///
/// Every `console` block is run, and holds `$ cargo run` commands. The exit status must be 0, unless `$ echo $?` follows. A session that
/// cannot be run is a `text` block.
///
/// A number behind `≈` may be up to ten times larger or smaller than the page's. Where that is too much or too little, a comment above the
/// block states bounds: `<!-- busy for ≈ 0.5..1 -->`, a line for each number, with the end of the text before it, in which numbers behind `≈` are
/// `[N]`.
///
/// # Panics
///
/// If a blessed page cannot be written.
pub fn problems(page: &Page, run: impl Fn(&str) -> Ran) -> Vec<String> {
    let (mut problems, mut stale) = (Vec::new(), Vec::new());
    let mut blessed = page.text.clone();
    let blocks = page.blocks();
    let consoles = blocks.iter().rev().filter(|block| is_here(&block.info));
    for block in consoles {
        let (actual, mut wrong) = replay(block, &run);
        let mut otherwise = Vec::new();
        if normalised(&actual) != normalised(&block.text) {
            otherwise.push(format!(
                "the program says otherwise\n--- the page\n{}--- the program\n{actual}",
                block.text
            ));
        } else {
            let numbers = about::problems(page, block.line, &block.text, &actual);
            wrong.extend(numbers.wrong);
            otherwise.extend(numbers.stale);
        }
        if !otherwise.is_empty() {
            blessed.replace_range(block.range.clone(), &actual);
        }
        let at = |what: String| format!("{}: {what}", page.at(block.line));
        problems.extend(wrong.into_iter().rev().map(at));
        stale.extend(otherwise.into_iter().rev().map(at));
    }
    if page.bless(&blessed) {
        stale.clear();
    }
    problems.extend(stale);
    problems.reverse();
    problems
}

/// Whether a block shows what is printed on this system. What only Linux can measure is marked `console,linux`.
fn is_here(info: &str) -> bool {
    info == "console" || (info == "console,linux" && cfg!(target_os = "linux"))
}

/// The block as the program writes it, and what is wrong besides its output.
fn replay(block: &Block, run: &impl Fn(&str) -> Ran) -> (String, Vec<String>) {
    let (mut actual, mut wrong) = (String::new(), Vec::new());
    let mut status = None;
    let steps = steps(&block.text);
    for (i, step) in steps.iter().enumerate() {
        let output = match step.command.as_str() {
            "echo $?" => format!("{}\n", status.unwrap_or(-1)),
            command if command.starts_with("cargo run") => {
                let ran = run(command);
                status = ran.status;
                let asked = steps
                    .get(i + 1)
                    .is_some_and(|next| next.command == "echo $?");
                if !asked && status != Some(0) {
                    wrong.push(format!(
                        "`{command}` ended with {status:?}, and the page does not say so"
                    ));
                }
                ran.output
            }
            command => {
                wrong.push(format!(
                    "`{command}` stands in a block that is run, and is not a `cargo run`"
                ));
                step.output.clone()
            }
        };
        actual += &format!("$ {}\n{}", step.command, output);
    }
    (actual, wrong)
}

fn steps(block: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step {
                command: command.to_string(),
                output: String::new(),
            }),
            (None, Some(step)) => step.output.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    steps
}
