//! The programs of a stage.

use std::{
    env::consts::EXE_EXTENSION,
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The exit code of a program that was ended by a closed pipe, as a shell reports it.
const CLOSED_PIPE: i32 = 141;

/// Runs a package's program and those of its examples that are built, each with a standard output that nobody reads: as in
/// `cargo run | head -1`.
///
/// Takes `env!("CARGO_BIN_EXE_…")` and `env!("CARGO_MANIFEST_DIR")`.
///
/// # Panics
///
/// If one of them does not end quietly.
pub fn end_quietly_without_a_reader(program: &str, package: &str) {
    let program = PathBuf::from(program);
    let built = program.with_file_name("examples");
    let sources = fs::read_dir(Path::new(package).join("examples"));
    let sources = sources.into_iter().flatten().flatten();
    let examples = sources.filter_map(|source| Some(built.join(source.path().file_stem()?)));
    let examples = examples.map(|example| example.with_extension(EXE_EXTENSION));
    for program in [program].into_iter().chain(examples.filter(|e| e.exists())) {
        let (reader, writer) = io::pipe().expect("a descriptor");
        drop(reader);
        let mut command = Command::new(&program);
        command.stdin(Stdio::null()).stdout(writer);
        let ran = command.output().expect("it can be started");
        let said = String::from_utf8_lossy(&ran.stderr);
        let ended = (ran.status.code(), &*said);
        assert_eq!(ended, (Some(CLOSED_PIPE), ""), "{}", program.display());
    }
}
