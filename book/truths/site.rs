//! The built book: its log, its links and their fragments.

use crate::page::{read, root};
use regex::Regex;
use std::{
    collections::{BTreeMap, HashSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Builds the book and gives what is wrong with the log.
pub fn build() -> Vec<String> {
    let built = Command::new("mdbook")
        .arg("build")
        .arg(root().join("book"))
        .env_remove("RUST_LOG")
        .output();
    let out = match built {
        Ok(out) => out,
        Err(e) => return vec![format!("mdbook cannot be started: {e}")],
    };
    let log = [out.stdout, out.stderr].concat();
    let mut problems = in_log(&String::from_utf8_lossy(&log));
    if !out.status.success() {
        problems.push(format!("mdbook build ended with {}", out.status));
    }
    problems
}

/// The lines of a build log that say that something is wrong.
pub fn in_log(log: &str) -> Vec<String> {
    let bad = Regex::new(r"(?-u:\b)(ERROR|WARN)(?-u:\b)").expect("a pattern");
    log.lines()
        .filter(|line| bad.is_match(line))
        .map(str::to_string)
        .collect()
}

/// Pages on which a table was not rendered: its rows stand in a paragraph.
///
/// # Panics
///
/// If the site cannot be read.
pub fn broken_tables(site: &Path) -> Vec<String> {
    let row = Regex::new(r"<p>\|[^<]*\|").expect("a pattern");
    let broken = html_files(site)
        .into_iter()
        .filter(|path| row.is_match(&read(path)));
    broken
        .map(|path| format!("{}: a table is not rendered as one", path.display()))
        .collect()
}

/// The links of a built site that lead nowhere. Links to other hosts are not followed.
///
/// # Panics
///
/// If the site cannot be read.
pub fn dead_links(site: &Path) -> Vec<String> {
    let id = Regex::new(r#"(?-u:\b)(?:id|name)="([^"]+)""#).expect("a pattern");
    let link = Regex::new(r#"<(?:a|link|img|script)(?-u:\b)[^>]*?(?-u:\b)(?:href|src)="([^"]*)""#)
        .expect("a pattern");
    let mut pages = BTreeMap::new();
    // 404.html is served from any depth, so its links are made for the root of a host.
    for path in html_files(site)
        .into_iter()
        .filter(|path| !path.ends_with("404.html"))
    {
        let html = read(&path);
        let ids: HashSet<_> = id
            .captures_iter(&html)
            .map(|found| found[1].to_string())
            .collect();
        let links: Vec<_> = link
            .captures_iter(&html)
            .map(|found| found[1].replace("&amp;", "&"))
            .collect();
        pages.insert(path, (ids, links));
    }
    let all = pages
        .iter()
        .flat_map(|(path, (_, links))| links.iter().map(move |link| (path, link)));
    all.filter_map(|(path, link)| dead(path, link, &pages))
        .collect()
}

/// What is wrong with one link, where `pages` have these fragments.
fn dead<L>(
    path: &Path,
    link: &str,
    pages: &BTreeMap<PathBuf, (HashSet<String>, L)>,
) -> Option<String> {
    if link.contains("://") || link.starts_with("mailto:") {
        return None;
    }
    let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
    let target = if file.is_empty() {
        path.to_path_buf()
    } else {
        path.with_file_name("").join(file)
    };
    let Ok(target) = target.canonicalize() else {
        return Some(format!("{}: {link} leads nowhere", path.display()));
    };
    let known = fragment.is_empty()
        || pages
            .get(&target)
            .is_none_or(|(ids, _)| ids.contains(fragment));
    (!known).then(|| format!("{}: {link}: the page has no #{fragment}", path.display()))
}

fn html_files(folder: &Path) -> Vec<PathBuf> {
    let folder = folder
        .canonicalize()
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let entries = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.expect("an entry of the site").path()) {
        if path.is_dir() {
            files.extend(html_files(&path));
        } else if path
            .extension()
            .is_some_and(|extension| extension == "html")
        {
            files.push(path);
        }
    }
    files
}
