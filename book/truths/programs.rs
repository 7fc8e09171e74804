//! The programs that the book runs, built once.

use crate::{
    console::Ran,
    page::{Page, read, root},
    workspace::is_plain,
};
use cargo_metadata::{Message, MetadataCommand, camino::Utf8PathBuf};
#[cfg(unix)]
use std::os::unix::process::ExitStatusExt;
use std::{
    collections::BTreeMap,
    io::Cursor,
    path::Path,
    process::{Command, ExitStatus, Stdio},
    sync::OnceLock,
};

/// Where cargo has put the program of this package and name.
type Executables = BTreeMap<(String, String), Utf8PathBuf>;

/// Runs a `cargo run …` line: the program that it names, as the reader's cargo would start it.
///
/// All programs are built first, in one go. `cargo run` would build each package with the features of that package alone, and so
/// most dependencies several times. A line that names no program of the workspace, or wants more than one, is left to cargo itself.
///
/// # Panics
///
/// If a program cannot be built or started.
pub fn run(command: &str) -> Ran {
    let (cargos, programs) = command.split_once(" -- ").unwrap_or((command, ""));
    let words: Vec<&str> = cargos.split_whitespace().collect();
    let named = match words[..] {
        ["cargo", "run", "-p", package] => Some((package, package)),
        ["cargo", "run", "-p", package, "--example", example] => Some((package, example)),
        _ => None,
    };
    let executable =
        named.and_then(|(package, name)| executables().get(&(package.into(), name.into())));
    let mut process = match executable {
        Some(executable) => Command::new(executable),
        None => cargo(&words[1..]),
    };
    process.args(programs.split_whitespace());
    process
        .current_dir(root())
        .env_remove("RUST_BACKTRACE")
        .env_remove("RUST_LOG");
    let out = process.stdin(Stdio::null()).output();
    let out = out.unwrap_or_else(|e| panic!("`{command}` cannot be started: {e}"));
    let text =
        [out.stdout, out.stderr].map(|bytes| String::from_utf8_lossy(&bytes).replace('\r', ""));
    Ran {
        output: text.concat(),
        status: status(out.status),
    }
}

/// True if the page runs a program of a package that plain `cargo build` leaves out.
///
/// # Panics
///
/// If cargo does not know its own workspace.
pub fn left_out(page: &Page) -> bool {
    let commands = page
        .text
        .lines()
        .filter_map(|line| line.strip_prefix("$ cargo run -p "));
    let mut packages = commands.filter_map(|rest| rest.split_whitespace().next());
    packages.any(|package| !is_plain(package))
}

/// The exit status, as a shell gives it.
fn status(of: ExitStatus) -> Option<i32> {
    #[cfg(unix)]
    let by_signal = ExitStatusExt::signal(&of).map(|signal| 128 + signal);
    #[cfg(not(unix))]
    let by_signal = None;
    of.code().or(by_signal)
}

/// A program of the workspace, which has been built.
#[derive(Debug)]
pub struct Program {
    /// The package that it belongs to.
    pub package: String,
    /// The name of the program or example.
    pub name: String,
    /// Where it lies.
    pub path: Utf8PathBuf,
}

/// All programs and examples of the packages that plain `cargo build` builds, and a sentence for each that it does not
/// build, or builds into the file of another.
///
/// # Panics
///
/// If they cannot be built, or cargo does not know its own workspace.
pub fn all() -> (Vec<Program>, Vec<String>) {
    let metadata = MetadataCommand::new().current_dir(root()).no_deps().exec();
    let metadata = metadata.expect("cargo knows the workspace");
    let (mut programs, mut forgotten) = (Vec::new(), Vec::new());
    for package in metadata.workspace_default_packages() {
        let targets = package.targets.iter();
        for target in targets.filter(|target| target.is_bin() || target.is_example()) {
            let (package, name) = (package.name.to_string(), target.name.clone());
            match executables().get(&(package.clone(), name.clone())) {
                Some(path) => {
                    let twin = programs.iter().find(|twin: &&Program| twin.path == *path);
                    forgotten.extend(twin.map(|twin| {
                        let other = &twin.package;
                        format!("{package} and {other} both have a {name}: cargo builds them into one file")
                    }));
                    programs.push(Program {
                        package,
                        name,
                        path: path.clone(),
                    });
                }
                None => forgotten.push(format!("{package}: {name} is not built by `cargo build`")),
            }
        }
    }
    (programs, forgotten)
}

/// Cargo itself, without messages of its own.
fn cargo(words: &[&str]) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.env("CARGO_TERM_COLOR", "never");
    cargo.args(&words[..1]).arg("--quiet").args(&words[1..]);
    if words.contains(&"run") {
        cargo.arg("--");
    }
    cargo
}

/// Builds all programs, unless they are there: plain `cargo test` has built them.
fn executables() -> &'static Executables {
    static EXECUTABLES: OnceLock<Executables> = OnceLock::new();
    EXECUTABLES.get_or_init(|| {
        let build = ["build", "--bins", "--examples", "--message-format=json"];
        let out = cargo(&build).current_dir(root()).output();
        let out = out.expect("cargo can be started");
        let errors = String::from_utf8_lossy(&out.stderr);
        assert!(
            out.status.success(),
            "the programs are not built:\n{errors}"
        );
        let messages = Message::parse_stream(Cursor::new(out.stdout)).map_while(Result::ok);
        let executables = messages.filter_map(|message| match message {
            Message::CompilerArtifact(artifact) => {
                let package = package_name(artifact.manifest_path.as_std_path());
                Some(((package, artifact.target.name), artifact.executable?))
            }
            _ => None,
        });
        executables.collect()
    })
}

/// The name in a manifest.
fn package_name(manifest: &Path) -> String {
    let text = read(manifest);
    let mut lines = text.lines();
    let name = lines.find_map(|line| line.strip_prefix("name = \""));
    name.unwrap_or_default().trim_end_matches('"').to_string()
}
