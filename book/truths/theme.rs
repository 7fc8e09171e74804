//! The page template: mdBook's own, with a few changes, so that a new mdBook is taken over with one command.

use std::{fs, path::Path, process::Command};

/// What is changed in mdBook's template: the lines, what they become, and how often they occur.
const CHANGES: [(&str, &str, usize); 4] = [
    // The appendix is not read in order: only the introduction and numbered pages lead to others.
    ("{{#if previous}}", "{{#if (and previous section)}}", 2),
    (
        "{{#if next}}",
        "{{#if (and next (or section (not previous)))}}",
        2,
    ),
    // The header has the map of the stages, which stands above the text.
    ("                {{> header}}\n", "", 1),
    (
        "                    <main>\n",
        "                    {{> header}}\n                    <main>\n",
        1,
    ),
];

/// Returns the book's page template, made from mdBook's.
///
/// # Errors
///
/// A sentence, if mdBook's template is not what the changes were made for.
pub fn changed(template: &str) -> Result<String, String> {
    let mut page = template.to_string();
    for (before, after, times) in CHANGES {
        let found = page.matches(before).count();
        if found != times {
            return Err(format!(
                "mdBook's index.hbs has `{}` {found} times, not {times}: change CHANGES in truths/theme.rs",
                before.trim()
            ));
        }
        page = page.replace(before, after);
    }
    Ok(page)
}

/// Returns the page template of the installed mdBook, which writes it into `scratch`.
///
/// # Errors
///
/// A sentence, if mdBook does not write it.
pub fn of_mdbook(scratch: &Path) -> Result<String, String> {
    let mut init = Command::new("mdbook");
    init.args([
        "init", "--force", "--theme", "--ignore", "none", "--title", "x",
    ]);
    let made = init.arg(scratch).output();
    let made = made.map_err(|e| format!("mdbook cannot be started: {e}"))?;
    let template = fs::read_to_string(scratch.join("theme/index.hbs"));
    template.map_err(|e| format!("mdbook init wrote no theme: {e} ({made:?})"))
}
