//! `cargo course read`.

use crate::{screen::Stop, state::Course};
use std::{
    path::Path,
    process::{Command, Stdio},
};

const INSTALL: &str = "\
The book is Markdown, which mdBook turns into pages. It is not installed here. This installs it:

    cargo install mdbook --locked --version 0.5.4 --no-default-features --features search

Then run `cargo course read` again.";

/// Builds the book, and opens it in a browser.
pub(crate) fn read(course: &Course) -> Result<bool, Stop> {
    let book = course.workspace.root.join("book");
    let mdbook = |words: &[&str]| {
        let mut mdbook = Command::new("mdbook");
        mdbook.args(words).current_dir(&book).stdin(Stdio::null());
        mdbook
    };
    // A small mdbook has no server. The pages need none.
    if quietly(&mut mdbook(&["serve", "--help"])) {
        course.screen.line("The book is served until Ctrl-C.")?;
        return Ok(shown(&mut mdbook(&["serve", "--open"])));
    }
    let built = book.join("book/index.html");
    if quietly(&mut mdbook(&["--version"])) {
        course.screen.line("mdbook builds the book …")?;
        if !shown(&mut mdbook(&["build"])) {
            return Err("mdbook could not build the book.".into());
        }
    } else if !built.is_file() {
        return Err(INSTALL.into());
    } else {
        course
            .screen
            .line("mdbook is not installed, so these are the pages as they were built last.")?;
    }
    let page = built.display();
    match quietly(&mut opener(&built)) {
        true => course.screen.line(&format!("Opened {page}"))?,
        false => course
            .screen
            .line(&format!("Open it in a browser: {page}"))?,
    }
    Ok(true)
}

/// The system's command that opens a page in a browser.
fn opener(page: &Path) -> Command {
    let (program, words): (_, &[&str]) = if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let mut opener = Command::new(program);
    opener.args(words).arg(page).stdin(Stdio::null());
    opener
}

/// Runs a command, and returns true if it succeeds.
fn quietly(command: &mut Command) -> bool {
    shown(command.stdout(Stdio::null()).stderr(Stdio::null()))
}

fn shown(command: &mut Command) -> bool {
    command.status().is_ok_and(|status| status.success())
}
