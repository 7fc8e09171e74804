//! The appendix *The code*: a page a crate, with its files whole and in reading order.
//!
//! The pages of the book link to these instead of to the files: a link out of the book is dead when the book is served.

use crate::{
    page::{Page, read, root},
    workspace::packages,
};
use regex::Regex;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
    sync::OnceLock,
};

/// The folder of the appendix.
pub fn folder() -> PathBuf {
    root().join("book/src/code")
}

/// Returns the link to a file of the workspace from a page that is `depth` folders below the book's pages.
pub fn link(file: &Path, depth: usize) -> Option<String> {
    let of = crates().iter().filter(|of| file.starts_with(&of.folder));
    let of = of.max_by_key(|of| of.folder.components().count())?;
    let inside = slashes(file.strip_prefix(&of.folder).ok()?);
    let up = "../".repeat(depth);
    Some(format!("{up}code/{}.md#{inside}", of.name))
}

/// Returns the appendix as it should be, by file name: a page for each crate that one of `pages` links to.
pub fn appendix(pages: &[Page]) -> BTreeMap<String, String> {
    let linked = linked(pages);
    let wanted = crates()
        .iter()
        .filter_map(|of| Some((linked.get(&of.name)?, of)));
    wanted
        .map(|(linked, of)| (format!("{}.md", of.name), of.page(linked)))
        .collect()
}

/// Returns what is wrong with the appendix in `folder`, where it should be `wanted`.
///
/// # Panics
///
/// If the folder cannot be read.
pub fn problems(folder: &Path, wanted: &BTreeMap<String, String>) -> Vec<String> {
    let mut problems = Vec::new();
    for (name, text) in wanted {
        match fs::read_to_string(folder.join(name)) {
            Ok(found) if found.replace('\r', "") == *text => {}
            Ok(_) => problems.push(format!(
                "code/{name} lacks a file, has one too many, or has another order"
            )),
            Err(_) => problems.push(format!("code/{name} does not exist")),
        }
    }
    let stray = names(folder).into_iter();
    let stray = stray.filter(|name| !wanted.contains_key(name));
    problems.extend(stray.map(|name| format!("code/{name}: no page links to this crate")));
    if !problems.is_empty() {
        problems.push("`BLESS=1 cargo test -p book --test truths` writes the appendix".to_string());
    }
    problems
}

/// Writes the appendix into `folder`.
///
/// # Errors
///
/// Those of the file system.
pub fn bless(folder: &Path, wanted: &BTreeMap<String, String>) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for name in names(folder).iter().filter(|n| !wanted.contains_key(*n)) {
        fs::remove_file(folder.join(name))?;
    }
    for (name, text) in wanted {
        if fs::read_to_string(folder.join(name)).ok().as_ref() != Some(text) {
            fs::write(folder.join(name), text)?;
        }
    }
    Ok(())
}

/// Returns the links of a page that leave the book, or name a file that the appendix does not have.
pub fn bad_links(page: &Page, wanted: &BTreeMap<String, String>) -> Vec<String> {
    let depth = slashes(&page.path)
        .rsplit("book/src/")
        .next()
        .map_or(0, |file| file.matches('/').count());
    let mut problems = Vec::new();
    if page
        .text
        .contains(&format!("]({}", "../".repeat(depth + 1)))
    {
        problems.push(format!("{}: a link leaves the book", page.at(1)));
    }
    for (name, files) in linked(std::slice::from_ref(page)) {
        let code = wanted.get(&format!("{name}.md"));
        let has = |file: &String| code.is_some_and(|code| code.contains(&format!("{{#{file}}}")));
        let gone = files.iter().filter(|file| !has(file));
        problems.extend(gone.map(|file| format!("{}: {name} has no {file}", page.at(1))));
    }
    problems
}

/// Returns the pages of the appendix that `SUMMARY.md` does not name.
pub fn unlisted(summary: &str, wanted: &BTreeMap<String, String>) -> Vec<String> {
    let names = wanted.keys();
    names
        .filter(|name| !summary.contains(&format!("](code/{name})")))
        .map(|name| format!("SUMMARY.md does not name code/{name}"))
        .collect()
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

/// The files that pages link to, by crate.
fn linked(pages: &[Page]) -> BTreeMap<String, BTreeSet<String>> {
    let link =
        Regex::new(r"\]\((?:\.\./)*code/([a-z0-9-]+)\.md(?:#([^)]+))?\)").expect("a pattern");
    let mut linked = BTreeMap::<String, BTreeSet<String>>::new();
    for page in pages {
        for found in link.captures_iter(&page.text) {
            let files = linked.entry(found[1].to_string()).or_default();
            files.extend(found.get(2).map(|file| file.as_str().to_string()));
        }
    }
    linked
}

/// A crate of the workspace.
#[derive(Debug)]
struct Crate {
    name: String,
    folder: PathBuf,
}

fn crates() -> &'static [Crate] {
    static CRATES: OnceLock<Vec<Crate>> = OnceLock::new();
    let of = |package: cargo_metadata::Package| Crate {
        folder: package.manifest_path.parent().expect("a folder").into(),
        name: package.name.to_string(),
    };
    CRATES.get_or_init(|| packages().into_iter().map(of).collect())
}

impl Crate {
    /// The page: sources, examples, and what else of the crate is `linked`.
    fn page(&self, linked: &BTreeSet<String>) -> String {
        let root = root();
        let folder = slashes(self.folder.strip_prefix(&root).unwrap_or(&self.folder));
        let name = &self.name;
        let mut page =
            format!("# The code: {name}\n\nThe files of `{folder}`, whole, in reading order.\n");
        for file in self.files(linked) {
            write!(
                page,
                "\n## {file} {{#{file}}}\n\n```rs\n{{{{#include ../../../{folder}/{file}}}}}\n```\n"
            )
            .expect("a String takes it");
        }
        page
    }

    /// Its files in reading order: `lib.rs`, the files that its README names, the others by name, `main.rs`; then the examples.
    fn files(&self, linked: &BTreeSet<String>) -> Vec<String> {
        let readme = fs::read_to_string(self.folder.join("README.md")).unwrap_or_default();
        let mut files = below(&self.folder, "src");
        files.sort_by_key(|file| {
            let place = match file.as_str() {
                "src/lib.rs" => 0,
                "src/main.rs" => usize::MAX,
                file => readme.find(&format!("`{file}`")).unwrap_or(usize::MAX - 1),
            };
            (place, file.clone())
        });
        files.extend(below(&self.folder, "examples"));
        // What a page links to and the crate does not have fails as a dead fragment.
        let exists = |file: &&String| self.folder.join(file).is_file() && !files.contains(file);
        let others: Vec<_> = linked.iter().filter(exists).cloned().collect();
        files.extend(others);
        files
    }
}

/// Returns the Rust files below a folder of a crate, sorted.
pub(crate) fn below(of: &Path, folder: &str) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![of.join(folder)];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = path.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|is| is == "rs") {
                files.push(slashes(path.strip_prefix(of).expect("below")));
            }
        }
    }
    files.sort();
    files
}

/// Returns a relative path as links have it.
fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Returns the lines of the appendix' files that would end a block or start an include on a page.
pub fn unshowable(wanted: &BTreeMap<String, String>) -> Vec<String> {
    let include = Regex::new(r"\{\{#include ([^}]+)\}\}").expect("a pattern");
    let mut problems = Vec::new();
    for found in wanted.values().flat_map(|page| include.captures_iter(page)) {
        let text = read(&folder().join(&found[1]));
        if text.lines().any(|line| line.starts_with("```")) || text.contains("{{#") {
            problems.push(format!("{}: a page cannot show this file whole", &found[1]));
        }
    }
    problems
}
