//! The course's headline: ten downloads at the same time, on a runtime that you can read. And two programs for real
//! life: `get` and `serve`.

mod app;

use app::{complain, demo, get, serve};
use clap::{Error, Parser, Subcommand};
use stage06_full::Runtime;
use std::process::ExitCode;

/// Stage 6: without a command, ten images are downloaded one after another, then at the same time.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Download files, several at the same time, each whole or not at all
    Get(get::Options),
    /// Serve the files of a folder, until Ctrl-C
    Serve(serve::Options),
}

/// A failure is one sentence, and exit code 1; 2 if the arguments are wrong.
fn main() -> ExitCode {
    let command = match Arguments::try_parse() {
        Ok(arguments) => arguments.command,
        Err(error) if error.use_stderr() => return refuse(&error),
        Err(help) => help.exit(),
    };
    #[cfg(target_os = "linux")]
    app::keep_ignoring_hangups();
    let runtime = Runtime::new();
    let result = match command {
        None => runtime.block_on(demo::demo()),
        Some(Command::Get(options)) => runtime.block_on(get::get(options)),
        Some(Command::Serve(options)) => runtime.block_on(serve::serve(options)),
    };
    result.unwrap_or_else(|error| {
        complain(format!("error: {error}"));
        ExitCode::FAILURE
    })
}

/// Says what is wrong with the arguments, without the hints and the usage that clap prints below.
fn refuse(error: &Error) -> ExitCode {
    let text = error.to_string();
    let sentence = text.split("\n\n").next().unwrap_or_default();
    let words: Vec<_> = sentence.split_whitespace().collect();
    complain(words.join(" "));
    ExitCode::from(2)
}
