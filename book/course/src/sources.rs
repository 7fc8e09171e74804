//! The files that decide whether an exercise's tests pass.

use crate::{exercise::Exercise, workspace::Workspace};
use std::{
    collections::BTreeSet,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

/// The exercise's file, and those that it and they bring in by `#[path = "…"]`: its tests, and answers to earlier exercises.
pub(crate) fn own(exercise: &Exercise) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut wanted = vec![exercise.file.clone()];
    while let Some(path) = wanted.pop() {
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        let folder = path.parent().unwrap_or(Path::new(""));
        let paths = text.lines().filter_map(|line| {
            let path = line.trim().strip_prefix("#[path = \"")?;
            Some(folder.join(path.split_once('"')?.0))
        });
        let paths: Vec<PathBuf> = paths.filter(|path| !found.contains(path)).collect();
        wanted.extend(paths);
        found.insert(path);
    }
    found
}

/// A hash of all that the outcome of the tests depends on: the exercise's files, and the manifests and sources of the workspace.
pub(crate) fn hash(workspace: &Workspace, exercise: &Exercise, shared: u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    shared.hash(&mut hasher);
    for path in own(exercise) {
        workspace.short(&path).hash(&mut hasher);
        fs::read(&path).unwrap_or_default().hash(&mut hasher);
    }
    hasher.finish()
}

/// A hash of what all exercises share.
///
/// # Errors
///
/// A sentence, if a manifest cannot be read.
pub(crate) fn shared(workspace: &Workspace) -> Result<u64, String> {
    let mut files = BTreeSet::new();
    for name in ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml"] {
        files.insert(workspace.root.join(name));
    }
    for package in workspace.packages()? {
        files.insert(package.folder.join("Cargo.toml"));
        // What the course itself says decides nothing.
        if package.name != env!("CARGO_PKG_NAME") {
            below(&package.folder.join("src"), &mut files);
        }
    }
    let mut hasher = DefaultHasher::new();
    for path in files {
        workspace.short(&path).hash(&mut hasher);
        fs::read(&path).unwrap_or_default().hash(&mut hasher);
    }
    Ok(hasher.finish())
}

/// The Rust files in a folder and in those below it.
fn below(folder: &Path, files: &mut BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            below(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.insert(path);
        }
    }
}
