//! The command line.

use crate::{hint, list, read, reset, screen::Stop, solution, state::Course, table, test, trace};
use std::{env, io, process::ExitCode};

const HELP: &str = "\
cargo course                  lists the exercises: done, tried, untouched, next
cargo course test [sNeM]      runs the tests of an exercise: the next one, or the one that you name
cargo course watch [sNeM]     runs them again at each save; Ctrl-C ends it
cargo course hint [sNeM]      shows the next hint; with --all, all of them
cargo course solution sNeM    shows our solution, as a diff against your file
cargo course mistakes sNeM    shows wrong answers: why a person writes each, and how it is refused
cargo course reset sNeM       brings the stub back, and keeps your file beside
cargo course read             opens the book
cargo course trace -- COMMAND runs a program of yours, and shows which of its tasks waits for what

--yes answers the questions that solution, mistakes and reset ask.";

/// The commands, in the order of the help.
const COMMANDS: [&str; 10] = [
    "list", "test", "watch", "hint", "solution", "mistakes", "reset", "read", "trace", "help",
];

/// What the reader typed.
#[derive(Debug, Default, PartialEq)]
struct Args {
    command: String,
    exercise: Option<String>,
    yes: bool,
    all: bool,
}

/// Does what the command line says.
pub fn main() -> ExitCode {
    let args: Vec<String> = env::args_os()
        .skip(1)
        .map(|arg| arg.to_string_lossy().into_owned())
        .collect();
    let done = match args.first() {
        Some(command) if command == "trace" => trace::trace(env::args_os().skip(2)),
        _ => (parse(&args).map_err(Stop::from))
            .and_then(|args| run(&args))
            .map(|done| {
                if done {
                    ExitCode::SUCCESS
                } else {
                    ExitCode::FAILURE
                }
            }),
    };
    match done {
        Ok(code) => code,
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Stop::Output(error)) => fail(&error.to_string()),
        Err(Stop::Said(sentence)) => fail(&sentence),
    }
}

fn fail(sentence: &str) -> ExitCode {
    use io::Write;
    let _ = writeln!(io::stderr(), "{sentence}"); // if that fails too, there is no place left to say it
    ExitCode::FAILURE
}

fn parse(args: &[String]) -> Result<Args, String> {
    let mut parsed = Args::default();
    let mut words = Vec::new();
    for arg in args {
        match arg.as_str() {
            "--yes" | "-y" => parsed.yes = true,
            "--all" => parsed.all = true,
            "--help" | "-h" => {
                return Ok(Args {
                    command: "help".into(),
                    ..Args::default()
                });
            }
            flag if flag.starts_with('-') => {
                return Err(unknown("option", flag, &["--yes", "--all", "--help"]));
            }
            word => words.push(word.to_lowercase()),
        }
    }
    let mut words = words.into_iter();
    parsed.command = words.next().unwrap_or_else(|| "list".into());
    parsed.exercise = words.next();
    // `cargo course s3e1` can only mean one thing.
    if table::is_name(&parsed.command) && parsed.exercise.is_none() {
        parsed.exercise = Some(std::mem::replace(&mut parsed.command, "test".into()));
    }
    if !COMMANDS.contains(&parsed.command.as_str()) {
        return Err(unknown("command", &parsed.command, &COMMANDS));
    }
    match words.next() {
        Some(more) => Err(format!(
            "`{more}` is one word too many: `cargo course help` shows what a command takes."
        )),
        None => Ok(parsed),
    }
}

fn run(args: &Args) -> Result<bool, Stop> {
    let mut course = Course::here()?;
    let named = args.exercise.as_deref();
    let named = named.map(|name| find(&course, name)).transpose()?;
    let command = args.command.as_str();
    match (command, named) {
        ("help" | "list" | "read", Some(_)) => {
            Err(format!("`cargo course {command}` takes no exercise.").into())
        }
        ("help", _) => {
            course.screen.line(HELP)?;
            Ok(true)
        }
        ("list", _) => list::list(&mut course),
        ("read", _) => read::read(&course),
        ("solution" | "mistakes" | "reset", None) => {
            Err(format!("Name the exercise: `cargo course {command} s1e1`.").into())
        }
        (_, named) => {
            let next = match named {
                Some(n) => Some(n),
                None => course.next()?,
            };
            let n = next.ok_or_else(|| {
                format!("You have done all exercises. Name one: `cargo course {command} s1e1`.")
            })?;
            match command {
                "test" => test::test(&mut course, n),
                "watch" => test::watch(&mut course, n),
                "hint" => hint::hint(&mut course, n, args.all),
                "solution" => solution::solution(&mut course, n, args.yes),
                "mistakes" => solution::mistakes(&mut course, n, args.yes),
                _ => reset::reset(&mut course, n, args.yes),
            }
        }
    }
}

/// The exercise of this name.
fn find(course: &Course, name: &str) -> Result<usize, String> {
    let names: Vec<&str> = course.exercises.iter().map(|e| e.name.as_str()).collect();
    let found = names.iter().position(|known| *known == name);
    found.ok_or_else(|| unknown("exercise", name, &names))
}

/// A sentence about a word that is not known, with the nearest that is.
fn unknown(what: &str, word: &str, known: &[&str]) -> String {
    // `s9e9` is no typo of `s1e1`: of four signs, three must fit.
    let nearest = similar::get_close_matches(word, known, 1, 0.6);
    match nearest.first() {
        Some(nearest) => format!("There is no {what} `{word}`. Did you mean `{nearest}`?"),
        None => format!(
            "There is no {what} `{word}`. `cargo course` lists the exercises, `cargo course help` the commands."
        ),
    }
}
