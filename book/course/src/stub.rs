//! The file of an exercise as it was before the reader edited it.

use crate::{exercise::Exercise, workspace::Workspace};
use std::{fs, path::PathBuf, process::Command};

/// The file that the course keeps as the stub. (A reader may commit an answer, or have no git at all, so it does not come from there.)
pub(crate) fn kept(workspace: &Workspace, exercise: &Exercise) -> PathBuf {
    let name = format!("book/course/stubs/{}.rs", exercise.name);
    workspace.root.join(name)
}

/// The stub: the kept one, or else the committed file, if git has it.
pub(crate) fn of(workspace: &Workspace, exercise: &Exercise) -> Option<String> {
    if let Ok(text) = fs::read_to_string(kept(workspace, exercise)) {
        return Some(text);
    }
    let path = exercise.file.strip_prefix(&exercise.folder).ok()?;
    let path = path.to_string_lossy().replace('\\', "/");
    let git = Command::new("git")
        .current_dir(&exercise.folder)
        .args(["show", &format!("HEAD:./{path}")])
        .output();
    let git = git.ok().filter(|out| out.status.success())?;
    String::from_utf8(git.stdout).ok()
}

/// True if two versions of a file say the same, whatever ends their lines.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.lines().eq(other.lines())
}
