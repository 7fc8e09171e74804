//! The words after `cargo course trace`.

use std::{ffi::OsString, path::PathBuf, time::Duration};

pub(crate) const USAGE: &str = "\
cargo course trace [--out FILE.html] [--for SECONDS] [--text] -- COMMAND …
cargo course trace [--out FILE.html] [--text] FILE.trace

Runs a program until it ends, or you press Ctrl-C, and shows which of its tasks waits for what.
A program in Rust needs `let _recorder = recorder::start();` in its main function; one in Python needs nothing.

--for SECONDS    stops the program then
--out FILE.html  writes the page there
--text           prints the report and writes no page

The recording is COMMAND's name with .trace, in the current folder, or FILE.trace beside the page. If there is
an older one, it stays, and the new one has a number: service-2.trace.";

/// What the reader asks for.
#[derive(Debug, PartialEq)]
pub(crate) struct Args {
    /// What is shown.
    pub(crate) what: What,
    /// Where the page goes; the trace lies beside it.
    pub(crate) out: Option<PathBuf>,
    /// When the program is stopped.
    pub(crate) limit: Option<Duration>,
    /// True if no page is written.
    pub(crate) text: bool,
}

/// A program to run, or a trace that is there already.
#[derive(Debug, PartialEq)]
pub(crate) enum What {
    /// The command, which has a word or more.
    Command(Vec<OsString>),
    /// The trace.
    File(PathBuf),
    /// How this is used.
    Help,
}

/// Reads them.
///
/// # Errors
///
/// A sentence, and how it is meant.
pub(crate) fn parse(words: &[OsString]) -> Result<Args, String> {
    let (before, command) = match words.iter().position(|word| word == "--") {
        Some(n) => (&words[..n], Some(&words[n + 1..])),
        None => (words, None),
    };
    let (mut out, mut limit, mut text, mut help, mut files) =
        (None, None, false, false, Vec::new());
    let mut before = before.iter().map(|word| word.to_string_lossy());
    while let Some(word) = before.next() {
        match &*word {
            "--text" => text = true,
            "--help" | "-h" => help = true,
            "--out" => out = Some(PathBuf::from(&*value(before.next(), "--out", "a file")?)),
            "--for" => limit = Some(seconds(&value(before.next(), "--for", "seconds")?)?),
            flag if flag.starts_with('-') => {
                return Err(format!("There is no option `{flag}`.\n\n{USAGE}"));
            }
            file => files.push(file.to_string()),
        }
    }
    if text && out.is_some() && !help {
        return Err(
            "`--text` writes no page, and `--out` names one: leave one of them out.".to_owned(),
        );
    }
    let what = match (command, &files[..]) {
        _ if help => What::Help,
        (Some([_, ..]), []) => What::Command(command.unwrap_or_default().to_vec()),
        (None, [file]) if file.ends_with(".trace") => What::File(PathBuf::from(file)),
        (None, [program, ..]) => {
            return Err(format!(
                "`{program}` is no FILE.trace. A command comes after `--`:\n\n{USAGE}"
            ));
        }
        (Some(_), [file, ..]) => {
            return Err(format!("`{file}` is one word too many.\n\n{USAGE}"));
        }
        _ => return Err(format!("Which program?\n\n{USAGE}")),
    };
    Ok(Args {
        what,
        out,
        limit,
        text,
    })
}

fn value<T>(word: Option<T>, flag: &str, what: &str) -> Result<T, String> {
    word.ok_or_else(|| format!("`{flag}` needs {what}.\n\n{USAGE}"))
}

fn seconds(word: &str) -> Result<Duration, String> {
    let number = word.parse().ok().filter(|seconds| *seconds > 0.0);
    let limit = number.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    limit.ok_or_else(|| format!("`{word}` is no number of seconds."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &str) -> Result<Args, String> {
        parse(&words.split(' ').map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn what_comes_after_two_dashes_is_the_program_s() {
        let args = parsed("--for 0.5 -- python3 x.py --out y").expect("it is right");
        let command = "python3 x.py --out y".split(' ').map(OsString::from);
        assert_eq!(args.what, What::Command(command.collect()));
        assert_eq!(args.limit, Some(Duration::from_millis(500)));
        assert_eq!(args.out, None);
    }

    #[test]
    fn a_trace_is_shown_without_a_program() {
        let args = parsed("--text old.trace").expect("it is right");
        assert_eq!(args.what, What::File("old.trace".into()));
        assert!(args.text);
    }

    #[test]
    fn help_is_given_whatever_else_is_said() {
        for words in ["--help", "-h", "--help -- python3 x.py", "old.trace -h"] {
            assert_eq!(parsed(words).expect("it is right").what, What::Help);
        }
        let command = parsed("-- x --help").expect("it is right");
        assert_ne!(command.what, What::Help, "that is for the program");
    }

    #[test]
    fn what_is_wrong_is_said() {
        let wrong = |words| parsed(words).expect_err("it is wrong");
        assert!(wrong("python3 x.py").starts_with("`python3` is no FILE.trace."));
        assert!(wrong("--for -- x").starts_with("`--for` needs seconds."));
        assert!(wrong("--for -1 -- x").starts_with("`-1` is no number of seconds."));
        assert!(wrong("--for inf -- x").starts_with("`inf` is no number of seconds."));
        assert!(wrong("--colour -- x").starts_with("There is no option `--colour`."));
        assert!(wrong("a.trace -- x").starts_with("`a.trace` is one word too many."));
        assert!(wrong("--text --out x.html a.trace").starts_with("`--text` writes no page"));
        assert!(wrong("--").starts_with("Which program?"));
    }
}
