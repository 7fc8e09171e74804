//! What the reader sees: plain lines in a pipe, colours on a terminal.

use std::{
    env,
    io::{self, BufRead, IsTerminal, Write},
};

/// Why a command ends early.
#[derive(Debug)]
pub(crate) enum Stop {
    /// What to say.
    Said(String),
    /// The output has failed. A reader that has gone is no error: `cargo course | head -1`.
    Output(io::Error),
}

impl From<String> for Stop {
    fn from(sentence: String) -> Self {
        Self::Said(sentence)
    }
}

impl From<&str> for Stop {
    fn from(sentence: &str) -> Self {
        Self::Said(sentence.into())
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// A colour of the terminal.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Paint {
    /// For what matters.
    Bold,
    /// For what does not.
    Dim,
    /// Done; a line that was added.
    Green,
    /// Refused; a line that was taken away.
    Red,
    /// Tried.
    Yellow,
}

/// The standard output.
#[derive(Debug)]
pub(crate) struct Screen {
    /// True if it is a terminal.
    terminal: bool,
    /// True if it shows colours, and moves its cursor.
    colours: bool,
}

impl Screen {
    pub(crate) fn new() -> Self {
        let terminal = io::stdout().is_terminal();
        let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        // An old console of Windows would show the codes; the newer ones set one of these.
        let able = cfg!(not(windows)) || set("WT_SESSION") || set("TERM_PROGRAM") || set("TERM");
        Self {
            terminal,
            colours: terminal && able && !dumb && !set("NO_COLOR"),
        }
    }

    /// Writes a line.
    pub(crate) fn line(&self, text: &str) -> io::Result<()> {
        writeln!(io::stdout(), "{text}")
    }

    /// The text in a colour, if there are colours.
    pub(crate) fn paint(&self, paint: Paint, text: &str) -> String {
        let code = match paint {
            Paint::Bold => 1,
            Paint::Dim => 2,
            Paint::Red => 31,
            Paint::Green => 32,
            Paint::Yellow => 33,
        };
        match self.colours {
            true => format!("\x1b[{code}m{text}\x1b[0m"),
            false => text.to_string(),
        }
    }

    /// Shows what goes on, until [`Self::clear`]. In a pipe nothing.
    pub(crate) fn status(&self, text: &str) -> io::Result<()> {
        if self.colours {
            write!(io::stdout(), "\r\x1b[2K{text}")?;
            io::stdout().flush()?;
        }
        Ok(())
    }

    /// Removes the status.
    pub(crate) fn clear(&self) -> io::Result<()> {
        self.status("")
    }

    /// Begins an empty screen, on a terminal.
    pub(crate) fn wipe(&self) -> io::Result<()> {
        self.status(if self.colours { "\x1b[2J\x1b[H" } else { "" })
    }

    /// Asks, and returns true for yes. Without a terminal it cannot ask: then `otherwise` is the error.
    pub(crate) fn confirm(&self, question: &str, otherwise: &str) -> Result<bool, Stop> {
        if !self.terminal || !io::stdin().is_terminal() {
            return Err(format!("{otherwise} `--yes` answers for you.").into());
        }
        write!(io::stdout(), "{question} [y/N] ")?;
        io::stdout().flush()?;
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
    }
}

/// Breaks prose into lines of at most `width` characters, unless a word is longer.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is a line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_string());
        }
    }
    lines
}
