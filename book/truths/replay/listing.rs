//! The lines of code on a page, and where they come from.

use crate::{
    includes::{self, Include},
    page::{Page, read, root},
};

/// A line of a code block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it says, without the space around it.
    pub text: String,
    /// Its file, from the workspace's root, and its number there, if it was included.
    pub from: Option<(String, usize)>,
}

/// All lines of all code blocks of a page, in order, as the player finds them in the built page.
pub fn listings(page: &Page) -> Vec<Line> {
    let mut lines = Vec::new();
    for block in page.blocks() {
        for line in block.text.lines() {
            match includes::parse(line) {
                Some(include) => lines.extend(included(page, &include)),
                None => lines.push(Line {
                    text: written(&block.info, line).trim().to_string(),
                    from: None,
                }),
            }
        }
    }
    lines
}

/// A line of a diff that the new version has is that line.
fn written<'a>(info: &str, line: &'a str) -> &'a str {
    let sign = (info == "diff").then(|| line.strip_prefix(['+', ' ']));
    sign.flatten().unwrap_or(line)
}

/// The lines that mdBook puts in the place of an include. A file or anchor that is missing is a matter of [`includes`].
fn included(page: &Page, include: &Include) -> Vec<Line> {
    let folder = page.path.parent().unwrap_or(&page.path);
    let file = includes::lexical(&folder.join(&include.path));
    if !file.is_file() {
        return Vec::new();
    }
    let name = file.strip_prefix(root()).unwrap_or(&file);
    let name = name.to_string_lossy().replace('\\', "/");
    let text = read(&file);
    let lines = includes::shown(&text, include.anchor.as_deref());
    let lines = lines.into_iter().map(|(at, line)| Line {
        text: line.trim().to_string(),
        from: Some((name.clone(), at)),
    });
    lines.collect()
}
