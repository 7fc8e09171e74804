//! `cargo course trace`: runs a program, records what its tasks do, and shows where it ended.
//!
//! The program writes the trace itself: one in Rust with [`recorder::start`], one in Python with looprec, which needs no change of the
//! program. This only names the file, waits, and shows what is in it.

mod args;
mod python;
mod run;

use args::{Args, What};
use recorder::Trace;
use run::{Ended, Stopped};
use std::{
    env,
    ffi::OsString,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

/// What looprec notes when Python is told to stop.
const TOLD_TO_STOP: [&str; 2] = ["SIGINT arrives", "SIGTERM arrives"];

/// The code is the program's own, or 124 if its time was up, as `timeout` has it.
fn main() -> ExitCode {
    let words: Vec<_> = env::args_os().skip(1).collect();
    let done = args::parse(&words).and_then(|args| match &args.what {
        What::File(file) => show(&args, &Trace::open(file).map_err(|e| e.to_string())?, file)
            .map(|()| ExitCode::SUCCESS),
        What::Command(words) => record(&args, words),
        What::Help => {
            print(args::USAGE);
            Ok(ExitCode::SUCCESS)
        }
    });
    done.unwrap_or_else(|sentence| {
        let _ = writeln!(io::stderr(), "{sentence}"); // if that fails too, there is no place left to say it
        ExitCode::FAILURE
    })
}

/// Prints a line. A reader that has gone is no error: `cargo course trace old.trace | head -1`.
fn print(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

fn record(args: &Args, words: &[OsString]) -> Result<ExitCode, String> {
    let file = file_for(args, words)?;
    remove_old(&file)?;
    let folder = python::Folder::new()?;
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]);
    command.env("LOOP_TRACE", &file);
    command.env("PYTHONPATH", folder.path_with(env::var_os("PYTHONPATH"))?);
    let ended = run::run(&mut command, &file, args.limit)?;
    drop(folder);
    match read_until_stop(&file, &ended)? {
        Some(trace) => {
            print(&said(&ended, args));
            show(args, &trace, &file)?;
        }
        None => print(&nothing(words, &ended.stopped)),
    }
    Ok(ended.code)
}

/// The file that the program writes: beside the page, or named after the program in the current folder.
fn file_for(args: &Args, words: &[OsString]) -> Result<PathBuf, String> {
    let here = env::current_dir().map_err(|error| format!("the current folder: {error}"))?;
    Ok(here.join(match &args.out {
        Some(page) => page.with_extension("trace"),
        None => PathBuf::from(format!("{}.trace", name_of(words))),
    }))
}

/// `server` for `python3 -u tools/server.py 80`, and for `target/debug/server`.
fn name_of(words: &[OsString]) -> String {
    let script = words.iter().find(|word| is_script(word));
    let name = Path::new(script.unwrap_or(&words[0])).file_stem();
    name.map_or("program".into(), |name| name.to_string_lossy().into_owned())
}

fn is_script(word: &OsString) -> bool {
    Path::new(word)
        .extension()
        .is_some_and(|extension| extension == "py")
}

/// A trace of an earlier run must not pass for one of this run. What is no trace stays.
fn remove_old(file: &Path) -> Result<(), String> {
    match fs::read(file) {
        Ok(old) if old.is_empty() || old.starts_with(b"{\"recorder\"") => {
            fs::remove_file(file).map_err(|error| format!("{}: {error}.", file.display()))
        }
        Ok(_) => {
            let file = file.display();
            Err(format!(
                "{file} exists, and is no trace: it is left alone. Name another page: `--out FILE.html`."
            ))
        }
        Err(_) => Ok(()),
    }
}

/// The trace up to the moment at which the program was told to stop: what came after would hide where it was. None if nothing was recorded.
fn read_until_stop(file: &Path, ended: &Ended) -> Result<Option<Trace>, String> {
    let Ok(mut bytes) = fs::read(file) else {
        return Ok(None);
    };
    if let Stopped::TimeUp { length } = ended.stopped {
        bytes.truncate(length);
    }
    let mut trace = Trace::read(&bytes[..]).map_err(|error| error.to_string())?;
    if let Stopped::CtrlC = ended.stopped {
        let told = trace.events.iter().position(|event| {
            matches!(&event.what, recorder::What::Note { say, .. } if TOLD_TO_STOP.contains(&say.as_str()))
        });
        trace.events.truncate(told.unwrap_or(trace.events.len()));
    }
    Ok(Some(trace).filter(|trace| !trace.events.is_empty()))
}

fn said(ended: &Ended, args: &Args) -> String {
    match (&ended.stopped, args.limit) {
        (Stopped::ByItself, _) => format!("\nThe program has ended ({}).\n", ended.words),
        (Stopped::CtrlC, _) => "\nThe program was stopped. This is where it was.\n".into(),
        (Stopped::TimeUp { .. }, limit) => format!(
            "\nThe program was stopped after {} s. This is where it was.\n",
            limit.unwrap_or_default().as_secs_f64()
        ),
    }
}

/// What to do if no event came.
fn nothing(words: &[OsString], stopped: &Stopped) -> String {
    if let Stopped::TimeUp { .. } = stopped {
        return "\nNothing was recorded in this time. Does it take longer to start?".into();
    }
    let python = words[0].to_string_lossy().contains("python") || words.iter().any(is_script);
    let why = match python {
        true => {
            "It made no asyncio loop, or one that looprec cannot see: uvloop's, or that of a program run with `-I` or `-E`."
        }
        false => {
            "A Rust program records itself, with the package `recorder` and this line at the beginning of `main`:\n\n    \
             let _recorder = recorder::start();\n\nPrograms in Python need no change."
        }
    };
    format!("\nNothing was recorded. {why}")
}

/// Writes the page, and prints the report.
fn show(args: &Args, trace: &Trace, file: &Path) -> Result<(), String> {
    print(recorder::text(trace).trim_end());
    if args.text {
        print(&format!("\nThe trace is {}", file.display()));
        return Ok(());
    }
    let page = match &args.out {
        Some(page) => page.clone(),
        None => PathBuf::from(format!("{}.html", file.display())),
    };
    fs::write(&page, recorder::html(trace))
        .map_err(|error| format!("{}: {error}.", page.display()))?;
    print(&format!("\nOpen it in a browser: {}", page.display()));
    Ok(())
}
