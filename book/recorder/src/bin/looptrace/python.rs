//! How a program in Python comes to record itself: a folder that its interpreter looks into first.

use std::{env, ffi::OsString, fs, path::PathBuf, process};

const FILES: [(&str, &str); 2] = [
    ("looprec.py", include_str!("../../../looprec.py")),
    (
        "sitecustomize.py",
        include_str!("../../../sitecustomize.py"),
    ),
];

/// The folder, which is removed with the value.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Makes it.
    ///
    /// # Errors
    ///
    /// A sentence, if it cannot be written.
    pub(crate) fn new() -> Result<Self, String> {
        let path = env::temp_dir().join(format!("course-trace-{}", process::id()));
        let failed = |error| format!("{}: {error}.", path.display());
        // It fails if the folder exists: another user's would be run as a part of the program.
        fs::create_dir(&path).map_err(failed)?;
        let folder = Self(path.clone());
        for (name, text) in FILES {
            fs::write(path.join(name), text).map_err(failed)?;
        }
        Ok(folder)
    }

    /// The folder, before those that are on the path already.
    pub(crate) fn path_with(&self, others: Option<OsString>) -> Result<OsString, String> {
        let others = others.filter(|others| !others.is_empty());
        let others = others.iter().flat_map(|others| env::split_paths(others));
        let all = [self.0.clone()].into_iter().chain(others);
        env::join_paths(all).map_err(|error| format!("PYTHONPATH: {error}."))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0); // what stays is in the folder for such things
    }
}
