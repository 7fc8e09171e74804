//! `cargo course solution` and `cargo course mistakes`.

use crate::{
    answers::Answers,
    diff,
    exercise::Exercise,
    screen::{Paint, Stop, wrapped},
    state::{Course, State},
};
use std::{collections::BTreeSet, fs, path::PathBuf};

/// How wide prose is.
const WIDTH: usize = 88;

/// Shows the solution, as changes to the reader's file.
pub(crate) fn solution(course: &mut Course, n: usize, yes: bool) -> Result<bool, Stop> {
    let (path, solution) = solved(&course.exercises[n])?;
    if !allowed(course, n, yes, "the solution")? {
        return Ok(false);
    }
    let (screen, exercise) = (&course.screen, &course.exercises[n]);
    let (file, path) = (
        course.workspace.short(&exercise.file),
        course.workspace.short(&path),
    );
    let own = fs::read_to_string(&exercise.file).unwrap_or_default();
    screen.line(&screen.paint(Paint::Red, &format!("- {file}, yours")))?;
    screen.line(&screen.paint(Paint::Green, &format!("+ {path}, ours")))?;
    screen.line("")?;
    let own = without_statement(&own, &solution);
    if !diff::show(screen, &own, &solution)? {
        screen.line("Yours says the same, word by word.")?;
    }
    Ok(true)
}

/// The reader's file without the doc comments that the solution does not repeat: they say what to build.
fn without_statement(own: &str, solution: &str) -> String {
    let repeated: BTreeSet<&str> = solution.lines().map(str::trim).collect();
    let kept = |line: &&str| {
        let line = line.trim();
        !line.starts_with("///") || repeated.contains(line)
    };
    own.lines()
        .filter(kept)
        .map(|line| format!("{line}\n"))
        .collect()
}

/// Shows the wrong answers, as changes to the solution.
pub(crate) fn mistakes(course: &mut Course, n: usize, yes: bool) -> Result<bool, Stop> {
    let exercise = &course.exercises[n];
    let name = exercise.name.clone();
    let answers = answers(exercise)?.ok_or_else(|| not_here("wrong answers", &name))?;
    let (path, solution) = solved(exercise)?;
    if !allowed(
        course,
        n,
        yes,
        "the wrong answers, which show the solution too,",
    )? {
        return Ok(false);
    }
    let (screen, all) = (&course.screen, answers.wrong.len());
    let path = course.workspace.short(&path);
    screen.line(&format!("Each is a change to {path}."))?;
    for (n, wrong) in answers.wrong.iter().enumerate() {
        let title = wrong.name.replace('_', " ");
        let title = format!("\n{} of {all}: {title}", n + 1);
        screen.line(&screen.paint(Paint::Bold, &title))?;
        for line in wrapped(&format!("Why a person writes it: {}", wrong.why), WIDTH) {
            screen.line(&line)?;
        }
        screen.line("")?;
        diff::show(screen, &solution, &wrong.apply(&solution)?)?;
        screen.line(&format!(
            "\nRefused: {}",
            screen.paint(Paint::Red, &wrong.refused)
        ))?;
    }
    Ok(true)
}

/// True if the reader has done the exercise, or wants to see it all the same.
fn allowed(course: &mut Course, n: usize, yes: bool, what: &str) -> Result<bool, Stop> {
    if yes || course.state(n)? == State::Done {
        return Ok(true);
    }
    let name = &course.exercises[n].name;
    let question = format!("{name} is not done yet. Show {what} all the same?");
    course
        .screen
        .confirm(&question, &format!("{name} is not done yet."))
}

/// The answers as data, if this copy of the course has them.
fn answers(exercise: &Exercise) -> Result<Option<Answers>, String> {
    let path = format!("exercises/wrong/e{}.toml", exercise.number);
    Answers::of(&exercise.folder.join(path)).transpose()
}

/// The solution: its path and its text.
pub(crate) fn solved(exercise: &Exercise) -> Result<(PathBuf, String), String> {
    let path = match answers(exercise)? {
        Some(answers) => answers.solution_in(&exercise.folder),
        None => {
            let file = exercise.file.file_name().unwrap_or_default();
            exercise.folder.join("solutions").join(file)
        }
    };
    let text = fs::read_to_string(&path);
    let text = text.map_err(|_| not_here("solution", &exercise.name))?;
    Ok((path, text))
}

fn not_here(what: &str, name: &str) -> String {
    format!("The {what} of {name} cannot be shown: this copy of the course has none.")
}
