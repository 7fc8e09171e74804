//! Where the course lies, and where it builds.

use std::{
    env, fs,
    path::{Path, PathBuf},
};
use toml::{Table, Value};

/// The folders of the course.
#[derive(Debug)]
pub(crate) struct Workspace {
    /// The folder of the workspace.
    pub(crate) root: PathBuf,
    /// The folder that cargo builds in.
    pub(crate) target: PathBuf,
}

/// A package of the workspace.
pub(crate) struct Package {
    /// `stage03`.
    pub(crate) name: String,
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// Its manifest.
    pub(crate) manifest: Table,
}

impl Workspace {
    /// The workspace that the current folder lies in.
    ///
    /// # Errors
    ///
    /// A sentence, if it lies in none that has exercises.
    pub(crate) fn here() -> Result<Self, String> {
        let here = env::current_dir().map_err(|error| format!("the current folder: {error}"))?;
        let root = (here.ancestors())
            .find(|folder| folder.join("book/src/exercises.md").is_file())
            .ok_or(
                "This folder is not in the course: no folder above it has `book/src/exercises.md`.",
            )?;
        let target = target_of(
            env::var_os("CARGO_TARGET_DIR"),
            env::current_exe().ok(),
            root,
        );
        Ok(Self {
            root: root.to_path_buf(),
            target: here.join(target),
        })
    }

    /// The packages that the workspace's manifest names.
    ///
    /// # Errors
    ///
    /// A sentence, if a manifest cannot be read.
    pub(crate) fn packages(&self) -> Result<Vec<Package>, String> {
        let manifest = table(&self.root.join("Cargo.toml"))?;
        let members = manifest
            .get("workspace")
            .and_then(|workspace| workspace.get("members"))
            .and_then(Value::as_array);
        let members = members.into_iter().flatten().filter_map(Value::as_str);
        let packages = members.map(|member| {
            let folder = self.root.join(member);
            let manifest = table(&folder.join("Cargo.toml"))?;
            let name = manifest.get("package").and_then(|p| p.get("name"));
            let name = name.and_then(Value::as_str).unwrap_or(member).to_string();
            Ok(Package {
                name,
                folder,
                manifest,
            })
        });
        packages.collect()
    }

    /// A path as a reader types it: relative to the workspace if it lies in there, with `/`.
    pub(crate) fn short(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        path.display().to_string().replace('\\', "/")
    }
}

fn table(path: &Path) -> Result<Table, String> {
    let text = fs::read_to_string(path);
    let text = text.map_err(|error| format!("{}: {error}", path.display()))?;
    let parsed = text.parse::<Table>();
    parsed.map_err(|error| format!("{}: {error}", path.display()))
}

/// The folder that cargo builds in: the variable's, or else the one that holds this program, which cargo has marked.
fn target_of(
    variable: Option<std::ffi::OsString>,
    program: Option<PathBuf>,
    root: &Path,
) -> PathBuf {
    if let Some(folder) = variable.filter(|folder| !folder.is_empty()) {
        return folder.into();
    }
    let marked = |folder: &&Path| folder.join("CACHEDIR.TAG").is_file();
    let program = program.unwrap_or_default();
    let found = program.ancestors().find(marked);
    found.map_or_else(|| root.join("target"), Path::to_path_buf)
}
