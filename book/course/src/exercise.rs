//! The exercises: found in the manifests, with what the book's table says of them.

use crate::{
    table::{Row, numbers, rows},
    workspace::Workspace,
};
use std::{fs, path::PathBuf};

/// An exercise.
#[derive(Debug)]
pub(crate) struct Exercise {
    /// `s3e1`.
    pub(crate) name: String,
    /// Its stage, 3.
    pub(crate) stage: u32,
    /// Its number in the stage, 1.
    pub(crate) number: u32,
    /// The package that cargo must be told, if a plain `cargo test` does not run its tests.
    pub(crate) package: Option<String>,
    /// The package's folder.
    pub(crate) folder: PathBuf,
    /// The file that the reader edits.
    pub(crate) file: PathBuf,
    /// What the book's table says.
    pub(crate) row: Row,
}

/// All exercises, stage by stage, in the order of the table.
///
/// # Errors
///
/// A sentence, if a manifest cannot be read.
pub(crate) fn all(workspace: &Workspace) -> Result<Vec<Exercise>, String> {
    let table = workspace.root.join("book/src/exercises.md");
    let rows = rows(&fs::read_to_string(table).unwrap_or_default());
    let packages = workspace.packages()?;
    let mut exercises: Vec<Exercise> = (packages.iter())
        .flat_map(|package| package.tests.iter().map(move |test| (package, test)))
        .filter_map(|(package, (name, path))| {
            let (stage, number) = numbers(name)?;
            let row = rows.get(name).cloned().unwrap_or_else(|| Row {
                place: usize::MAX,
                title: name.to_string(),
                ..Row::default()
            });
            Some(Exercise {
                name: name.to_string(),
                stage,
                number,
                package: (!package.is_default).then(|| package.name.clone()),
                folder: package.folder.clone(),
                file: package.folder.join(path),
                row,
            })
        })
        .collect();
    exercises.sort_by_key(|exercise| (exercise.stage, exercise.row.place, exercise.number));
    match exercises.is_empty() {
        true => Err("No manifest of this workspace declares an exercise.".into()),
        false => Ok(exercises),
    }
}
