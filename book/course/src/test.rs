//! `cargo course test` and `cargo course watch`.

use crate::{
    list::and_next,
    screen::{Paint, Stop},
    sources,
    state::Course,
    verdict::{Failure, Verdict},
};
use std::{collections::BTreeMap, fs, path::PathBuf, thread, time::Duration};

/// How often `watch` looks at the files.
const INTERVAL: Duration = Duration::from_millis(200);

/// How many failures are named besides the first.
const NAMED: usize = 8;

/// Runs the tests of an exercise; true if they pass.
pub(crate) fn test(course: &mut Course, n: usize) -> Result<bool, Stop> {
    let exercise = &course.exercises[n];
    if !exercise.file.is_file() {
        let (name, file) = (&exercise.name, course.workspace.short(&exercise.file));
        return Err(format!(
            "{file} is missing. `cargo course reset {name}` brings the stub back."
        )
        .into());
    }
    let verdict = course.test(n, true)?;
    let next = if verdict.passed() {
        course.next()?
    } else {
        None
    };
    let (screen, exercise) = (&course.screen, &course.exercises[n]);
    let (name, file) = (&exercise.name, course.workspace.short(&exercise.file));
    match &verdict {
        Verdict::Uncompiled => {
            screen.line(&format!(
                "{name} does not compile yet: the errors are above."
            ))?;
        }
        Verdict::Ended(words) => {
            let refusal = "The tests' process ended before it could report: does a destructor panic while another \
                           panic unwinds, or is the stack full?";
            screen.line(&screen.paint(Paint::Red, refusal))?;
            screen.line(&format!("Its last words:\n\n{words}\n"))?;
        }
        Verdict::Ran { all, failures } => match failures.first() {
            None if *all == 0 => screen.line(&format!(
                "{file} has no tests: does it still end with `mod tests;`?"
            ))?,
            None => {
                let passed = format!("{name} is done: {all} tests pass.");
                screen.line(&screen.paint(Paint::Green, &passed))?;
                screen.line(&format!(
                    "`cargo course solution {name}` compares ours, and `cargo course mistakes {name}` shows answers that are refused."
                ))?;
                screen.line(&format!("\n{}", and_next(course, next)))?;
            }
            Some(first) => refuse(course, *all, first, &failures[1..])?,
        },
    }
    if !verdict.passed() {
        screen.line(&format!(
            "The file is {file}. `cargo course hint {name}` gives a hint."
        ))?;
    }
    Ok(verdict.passed())
}

/// Shows why the tests refuse it: the first sentence, then the names of the others.
fn refuse(course: &Course, all: usize, first: &Failure, others: &[Failure]) -> Result<(), Stop> {
    let screen = &course.screen;
    let mut lines = first.message.lines();
    let sentence = lines.next().unwrap_or("A test fails without a word.");
    screen.line(&screen.paint(Paint::Red, sentence))?;
    for line in lines {
        // The provided tests compare what the reader's code did with what they expect, in this order.
        let meaning = match line {
            line if line.starts_with("  left: ") => "   (your code)",
            line if line.starts_with(" right: ") => "   (expected)",
            _ => "",
        };
        screen.line(&format!("{line}{}", screen.paint(Paint::Dim, meaning)))?;
    }
    let place = match &first.place {
        Some(place) => format!(", in {place}"),
        None => String::new(),
    };
    screen.line(&format!("\nThe test is {}{place}.", first.test))?;
    let failed = 1 + others.len();
    match others.len() {
        0 => screen.line(&format!("The other {} pass.", all - failed))?,
        _ => screen.line(&format!("{failed} of {all} tests fail. The others are:"))?,
    }
    for other in others.iter().take(NAMED) {
        screen.line(&format!("  {}", other.test))?;
    }
    if others.len() > NAMED {
        screen.line(&format!("  and {} more", others.len() - NAMED))?;
    }
    Ok(screen.line("")?)
}

/// Runs the tests again whenever a file of the exercise has changed, until the reader stops it.
pub(crate) fn watch(course: &mut Course, n: usize) -> Result<bool, Stop> {
    loop {
        let seen = contents(course, n);
        course.screen.wipe()?;
        test(course, n)?;
        course
            .screen
            .line("Waiting for you to save the file. Ctrl-C ends this.\n")?;
        while contents(course, n) == seen {
            thread::sleep(INTERVAL);
        }
    }
}

/// What is in the files of an exercise.
fn contents(course: &Course, n: usize) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = sources::own(&course.exercises[n]).into_iter();
    files
        .map(|path| (path.clone(), fs::read(path).unwrap_or_default()))
        .collect()
}
