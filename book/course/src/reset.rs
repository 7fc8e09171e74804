//! `cargo course reset`.

use crate::{memory::Note, screen::Stop, state::Course, stub};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Brings the stub of an exercise back, and keeps the reader's file beside.
pub(crate) fn reset(course: &mut Course, n: usize, yes: bool) -> Result<bool, Stop> {
    let exercise = &course.exercises[n];
    let name = exercise.name.clone();
    let file = exercise.file.clone();
    let short = course.workspace.short(&file);
    let stub = stub::of(&course.workspace, exercise).ok_or_else(|| {
        format!("The stub of {name} is not in this copy of the course, and git does not have it.")
    })?;
    let own = match fs::read(&file) {
        Ok(own) => own,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(format!("{short}: {error}").into()),
    };
    if stub::same(&stub, &String::from_utf8_lossy(&own)) {
        course
            .screen
            .line(&format!("{name} is untouched: {short} is the stub."))?;
        return Ok(true);
    }
    let mut kept = None;
    if !own.is_empty() {
        let folder = course.workspace.target.join("course");
        let folder = course.workspace.short(&folder);
        let question = format!("Bring back the stub of {name}? Your file is kept in {folder}.");
        let otherwise = format!("{short} would be replaced by the stub.");
        if !yes && !course.screen.confirm(&question, &otherwise)? {
            course.screen.line("Nothing has changed.")?;
            return Ok(false);
        }
        kept = Some(keep(&course.workspace.target, &name, &own)?);
    }
    fs::write(&file, stub).map_err(|error| format!("{short}: {error}"))?;
    course.memory.remember(&name, Note::default())?;
    course.screen.line(&format!("{short} is the stub again."))?;
    if let Some(kept) = kept {
        let kept = course.workspace.short(&kept);
        course.screen.line(&format!(
            "Your file is kept as {kept}, until `cargo clean`."
        ))?;
    }
    Ok(true)
}

/// Writes the reader's file beside those that were kept before.
fn keep(target: &Path, name: &str, own: &[u8]) -> Result<PathBuf, String> {
    let folder = target.join("course");
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(&folder).map_err(failed)?;
    let paths = (1..).map(|n| match n {
        1 => folder.join(format!("{name}.rs.bak")),
        n => folder.join(format!("{name}-{n}.rs.bak")),
    });
    let mut free = paths.filter(|path| !path.exists());
    let path = free.next().expect("some number is free");
    fs::write(&path, own).map_err(failed)?;
    Ok(path)
}
