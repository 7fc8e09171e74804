//! Where the course lies, and where it builds.

use std::{
    env, fs,
    path::{Path, PathBuf},
};
use toml::de::{DeTable, DeValue};

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
    /// The tests that its manifest declares, each with its path: `s3e1` and `exercises/e1_step.rs`.
    pub(crate) tests: Vec<(String, String)>,
    /// True if a plain `cargo test` runs its tests: it is one of the default members, or the workspace names none.
    pub(crate) is_default: bool,
}

impl Workspace {
    /// The workspace that the current folder lies in.
    ///
    /// # Errors
    ///
    /// A sentence, if it lies in none that has exercises.
    pub(crate) fn here() -> Result<Self, String> {
        let here = env::current_dir().map_err(|error| format!("the current folder: {error}"))?;
        Self::around(&here)
    }

    /// The same; elsewhere the workspace that `cargo run --manifest-path` has named.
    ///
    /// # Errors
    ///
    /// As of [`here`](Self::here).
    pub(crate) fn here_or_named() -> Result<Self, String> {
        let named = || env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        Self::here().or_else(|error| Self::around(&named().ok_or(error)?))
    }

    fn around(folder: &Path) -> Result<Self, String> {
        let root = (folder.ancestors())
            .find(|folder| folder.join("book/src/exercises.md").is_file())
            .ok_or(
                "This folder is not in the course: no folder above it has `book/src/exercises.md`.",
            )?;
        let target = target_of(
            env::var_os("CARGO_TARGET_DIR"),
            env::current_exe().ok(),
            root,
        );
        let here = env::current_dir().map_err(|error| format!("the current folder: {error}"))?;
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
        let path = self.root.join("Cargo.toml");
        let text = text(&path)?;
        let manifest = parsed(&path, &text)?;
        let listed = |key| {
            let listed = get(&manifest, "workspace")?.get(key)?;
            let listed = listed.get_ref().as_array()?.iter();
            let listed = listed.filter_map(|member| member.get_ref().as_str());
            Some(listed.collect::<Vec<_>>())
        };
        let (members, defaults) = (listed("members"), listed("default-members"));
        (members.into_iter().flatten())
            .map(|member| {
                let is_default =
                    (defaults.as_ref()).is_none_or(|defaults| defaults.contains(&member));
                Package::read(self.root.join(member), is_default)
            })
            .collect()
    }

    /// A path as a reader types it: relative to the workspace if it lies in there, with `/`.
    pub(crate) fn short(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        path.display().to_string().replace('\\', "/")
    }
}

impl Package {
    fn read(folder: PathBuf, is_default: bool) -> Result<Self, String> {
        let path = folder.join("Cargo.toml");
        let text = text(&path)?;
        let manifest = parsed(&path, &text)?;
        let word = |value: &DeValue<'_>, key| Some(value.get(key)?.get_ref().as_str()?.to_string());
        let name = get(&manifest, "package").and_then(|package| word(package, "name"));
        let name = name.ok_or_else(|| format!("{}: no package has a name", path.display()))?;
        let tests = get(&manifest, "test").and_then(DeValue::as_array);
        let tests = tests.into_iter().flatten().filter_map(|test| {
            let test = test.get_ref();
            Some((word(test, "name")?, word(test, "path")?))
        });
        Ok(Self {
            name,
            tests: tests.collect(),
            folder,
            is_default,
        })
    }
}

fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn parsed<'a>(path: &Path, text: &'a str) -> Result<DeTable<'a>, String> {
    match DeTable::parse(text) {
        Ok(table) => Ok(table.into_inner()),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}

fn get<'a>(table: &'a DeTable<'_>, key: &str) -> Option<&'a DeValue<'a>> {
    table.get(key).map(|value| value.get_ref())
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
