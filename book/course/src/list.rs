//! `cargo course list`.

use crate::{
    exercise::Exercise,
    screen::{Paint, Stop},
    state::{Course, State},
};

/// Lists all exercises, and says what comes next.
pub(crate) fn list(course: &mut Course) -> Result<bool, Stop> {
    let next = course.next()?;
    let states = (0..course.exercises.len()).map(|n| course.state(n));
    let states: Vec<State> = states.collect::<Result<_, _>>()?;
    let screen = &course.screen;
    let mut stage = None;
    for (n, exercise) in course.exercises.iter().enumerate() {
        if stage != Some(exercise.stage) {
            if stage.is_some() {
                screen.line("")?;
            }
            stage = Some(exercise.stage);
            let own = |n: &usize| course.exercises[*n].stage == exercise.stage;
            let of_stage: Vec<usize> = (0..states.len()).filter(own).collect();
            let done = of_stage.iter().filter(|n| states[**n] == State::Done);
            let title = format!(
                "{}: {} of {} done",
                title(exercise),
                done.count(),
                of_stage.len()
            );
            screen.line(&screen.paint(Paint::Bold, &title))?;
        }
        let state = states[n];
        let word = match next == Some(n) {
            true => format!("{}, next", state.word()),
            false => state.word().to_string(),
        };
        let word = format!("{word:<15}");
        let word = match state {
            State::Done => screen.paint(Paint::Green, &word),
            State::Tried | State::Missing => screen.paint(Paint::Yellow, &word),
            State::Untouched if next == Some(n) => screen.paint(Paint::Bold, &word),
            State::Untouched => screen.paint(Paint::Dim, &word),
        };
        let (name, Exercise { row, .. }) = (&exercise.name, exercise);
        let minutes = match row.minutes {
            Some(minutes) => format!("{minutes} min"),
            None => String::new(),
        };
        let aside = row
            .aside
            .map_or(String::new(), |aside| format!(" ({aside})"));
        screen.line(&format!(
            "  {name:<6}{word} {minutes:>6}  {}{aside}",
            row.title
        ))?;
    }
    screen.line("")?;
    let done = states.iter().filter(|state| **state == State::Done).count();
    screen.line(&format!(
        "{done} of {} done. {}",
        states.len(),
        and_next(course, next)
    ))?;
    Ok(true)
}

/// What to do next, in a sentence or two.
pub(crate) fn and_next(course: &Course, next: Option<usize>) -> String {
    let Some(n) = next else {
        return "You have done them all.".into();
    };
    let exercise = &course.exercises[n];
    let page = match &exercise.row.page {
        Some((title, page)) => format!("Read \"{title}\" (book/src/{page}), edit"),
        None => "Edit".to_string(),
    };
    format!(
        "Next is {}, {}.\n{page} {}, and run `cargo course test`.",
        exercise.name,
        exercise.row.title,
        course.workspace.short(&exercise.file)
    )
}

/// `Stage 3, task`, from the folder's name.
fn title(exercise: &Exercise) -> String {
    let folder = exercise
        .folder
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    match folder.split_once('-') {
        Some((_, name)) => format!("Stage {}, {name}", exercise.stage),
        None => format!("Stage {}", exercise.stage),
    }
}
