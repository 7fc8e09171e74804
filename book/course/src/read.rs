//! `cargo course read`.

use crate::{screen::Stop, solution, state::Course};
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
    let built = book.join("book/index.html");
    let mdbook = |words: &[&str]| {
        let mut mdbook = Command::new("mdbook");
        mdbook.args(words).current_dir(&book).stdin(Stdio::null());
        mdbook
    };
    let screen = &course.screen;
    let installed = quietly(&mut mdbook(&["--version"]));
    // Pages include solutions: where those are missing, pages that were built elsewhere are better than new ones.
    let whole = (course.exercises.iter()).all(|exercise| solution::solved(exercise).is_ok());
    if built.is_file() && !(installed && whole) {
        screen.line("These are the pages as they were built last.")?;
    } else if !installed {
        return Err(INSTALL.into());
    } else if quietly(&mut mdbook(&["serve", "--help"])) {
        screen.line("The book is served until Ctrl-C.")?;
        return Ok(shown(&mut mdbook(&["serve", "--open"])));
    } else {
        // A small mdbook has no server. The pages need none.
        screen.line("mdbook builds the book …")?;
        let out = mdbook(&["build"]).output();
        let out = out.map_err(|error| format!("mdbook cannot be started: {error}."))?;
        if !out.status.success() {
            screen.line(String::from_utf8_lossy(&out.stderr).trim_end())?;
            return Err("mdbook could not build the book.".into());
        }
        if !whole {
            screen
                .line("The code of the solutions is missing: this copy of the course has none.")?;
        }
    }
    let page = built.display();
    match quietly(&mut opener(&built)) {
        true => screen.line(&format!("Opened {page}"))?,
        false => screen.line(&format!("Open it in a browser: {page}"))?,
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
