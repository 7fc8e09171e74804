//! `cargo course trace`: runs a program, records what its tasks do, and shows where it ended.
//!
//! The program writes the trace itself: one in Rust with [`recorder::start`], one in Python with looprec, which needs no change of the
//! program. This only names the file, waits, and shows what is in it.

mod args;
mod python;
mod run;
mod stop;

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
    let file = free(file_for(args, words)?);
    let folder = python::Folder::new()?;
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]);
    command.env("LOOP_TRACE", &file);
    command.env("PYTHONPATH", folder.path_with(env::var_os("PYTHONPATH"))?);
    let ended = run::run(&mut command, &file, args.limit)?;
    drop(folder);
    match read(&file, &ended)? {
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

/// A file of this name that is not there yet: an older recording stays.
fn free(wanted: PathBuf) -> PathBuf {
    let stem = wanted.with_extension("").into_os_string();
    let numbered = (2..).map(|n| {
        let mut name = stem.clone();
        name.push(format!("-{n}.trace"));
        PathBuf::from(name)
    });
    let mut all = [wanted].into_iter().chain(numbered);
    all.find(|path| !path.exists())
        .expect("there are many numbers")
}

/// The trace, which says where the program was told to stop. None if nothing was recorded.
fn read(file: &Path, ended: &Ended) -> Result<Option<Trace>, String> {
    let length = match ended.stopped {
        Stopped::ByItself => None,
        Stopped::CtrlC { length } | Stopped::TimeUp { length } => Some(length),
    };
    let Ok(bytes) = fs::read(file) else {
        return Ok(None);
    };
    let marked = match length {
        Some(length) => stop::marked(&bytes, length),
        None => None,
    };
    if let Some(marked) = &marked {
        stop::replace(file, marked).map_err(|error| format!("{}: {error}.", file.display()))?;
    }
    let trace = Trace::read(&marked.unwrap_or(bytes)[..]).map_err(|error| error.to_string())?;
    Ok(Some(trace).filter(|trace| !trace.events.is_empty()))
}

fn said(ended: &Ended, args: &Args) -> String {
    match (&ended.stopped, args.limit) {
        (Stopped::ByItself, _) => format!("\nThe program has ended ({}).\n", ended.words),
        (Stopped::CtrlC { .. }, _) => "\nThe program was stopped.\n".into(),
        (Stopped::TimeUp { .. }, limit) => format!(
            "\nThe program was stopped after {} s.\n",
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
    print(&format!("\nThe recording: {}", file.display()));
    if args.text {
        return Ok(());
    }
    let page = match &args.out {
        Some(page) => page.clone(),
        None => PathBuf::from(format!("{}.html", file.display())),
    };
    fs::write(&page, recorder::html(trace))
        .map_err(|error| format!("{}: {error}.", page.display()))?;
    print(&format!("Open it in a browser: {}", page.display()));
    Ok(())
}
