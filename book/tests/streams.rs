//! Every program of the workspace, with a reader that goes away, a full disk, or a standard error that takes nothing. No program
//! is named here unless it needs arguments, so none can be forgotten.

use book::programs::{Program, all};
use std::{
    env,
    fs::{File, OpenOptions},
    io::{BufRead, BufReader, pipe},
    process::{Command, Output, Stdio},
    sync::Mutex,
    thread,
    time::Duration,
};
use testkit::within;

/// The exit code of a program whose reader has gone.
const CLOSED_PIPE: i32 = 141;

/// Packages whose programs do their work and give their exit code, whether it can be told or not.
const WORK_ON: &[&str] = &["programs"];

/// What a program is run with, besides nothing.
fn arguments(program: &Program) -> &'static [&'static [&'static str]] {
    match &*program.name {
        "stage02" => &[&["--help"], &["serve", "--help"], &["sing"]],
        "programs" => &[
            &["--help"],
            &["get", "--help"],
            &["get", "http://127.0.0.1:1/missing", "--retries", "0"],
            &["serve", "--dir", "/nowhere"],
        ],
        _ => &[],
    }
}

/// With these it does not end by itself, but without a reader. (`programs serve` goes on serving; its own tests see to that.)
fn endless(program: &Program) -> &'static [&'static [&'static str]] {
    match &*program.name {
        "stage02" => &[&["serve"]],
        _ => &[],
    }
}

/// A way to start a program.
struct Run<'a> {
    program: &'a Program,
    arguments: &'a [&'a str],
}

impl Run<'_> {
    fn command(&self) -> Command {
        let mut command = Command::new(&self.program.path);
        command.args(self.arguments).current_dir(env::temp_dir());
        command.env_remove("RUST_BACKTRACE").env_remove("RUST_LOG");
        command.stdin(Stdio::null());
        command
    }

    fn output(&self, stdout: Stdio, stderr: Stdio) -> Output {
        let mut command = self.command();
        command.stdout(stdout).stderr(stderr);
        let name = format!("the end of {}", self.name());
        within(Duration::from_secs(120), &name, move || command.output()).expect("it starts")
    }

    /// As `| head -1`.
    fn one_line(&self) -> Output {
        let mut command = self.command();
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let name = format!("the end of {}", self.name());
        let output = within(Duration::from_secs(120), &name, move || {
            let mut child = command.spawn()?;
            let mut stdout = BufReader::new(child.stdout.take().expect("it is piped"));
            stdout.read_line(&mut String::new())?;
            drop(stdout);
            child.wait_with_output()
        });
        output.expect("it starts")
    }

    fn name(&self) -> String {
        let Program { package, name, .. } = self.program;
        format!("{package}: {name} {}", self.arguments.join(" "))
    }

    /// What is wrong with a run that ended so, if anything is.
    fn problem(&self, case: &str, output: &Output, codes: &[Option<i32>]) -> Option<String> {
        let said = String::from_utf8_lossy(&output.stderr);
        let code = output.status.code();
        let fine = code.is_some() && codes.contains(&code) && !said.contains("panicked");
        (!fine).then(|| {
            let name = self.name();
            format!(
                "{name}, {case}: {}, not {codes:?}; it says {said:?}",
                output.status
            )
        })
    }

    /// What is wrong with a program that ends by itself.
    fn problems(&self) -> Vec<String> {
        let normal = self.output(Stdio::piped(), Stdio::piped());
        let code = normal.status.code();
        let mut problems = Vec::new();
        let mut judge = |case, output: &Output, codes: &[Option<i32>]| {
            problems.extend(self.problem(case, output, codes));
        };
        judge("as usual", &normal, &[code]);
        let works_on = WORK_ON.contains(&&*self.program.package);
        let prints = !normal.stdout.is_empty() && !works_on;
        let gone = if prints { Some(CLOSED_PIPE) } else { code };
        judge(
            "without a reader",
            &self.output(closed(), Stdio::piped()),
            &[gone],
        );
        judge("with a reader of one line", &self.one_line(), &[gone, code]);
        judge(
            "without a stderr",
            &self.output(Stdio::piped(), closed()),
            &[code],
        );
        judge("without either", &self.output(closed(), closed()), &[gone]);
        if let Some(full) = full() {
            let full = self.output(full, Stdio::piped());
            judge(
                "on a full disk",
                &full,
                &[if prints { Some(1) } else { code }],
            );
            let said = String::from_utf8_lossy(&full.stderr);
            if prints && !said.starts_with("error: standard output: ") {
                problems.push(format!("{}, on a full disk: it says {said:?}", self.name()));
            }
        }
        problems
    }

    /// What is wrong with a program that does not end by itself.
    fn problems_of_endless(&self) -> Vec<String> {
        let output = self.output(closed(), Stdio::piped());
        let mut problems =
            Vec::from_iter(self.problem("without a reader", &output, &[Some(CLOSED_PIPE)]));
        if let Some(full) = full() {
            let output = self.output(full, Stdio::piped());
            problems.extend(self.problem("on a full disk", &output, &[Some(1)]));
        }
        problems
    }
}

/// A pipe whose reader has gone.
fn closed() -> Stdio {
    let (reader, writer) = pipe().expect("a descriptor is free");
    drop(reader);
    writer.into()
}

/// A file that takes nothing, where there is one.
fn full() -> Option<Stdio> {
    let full: File = OpenOptions::new().write(true).open("/dev/full").ok()?;
    Some(full.into())
}

#[test]
fn no_program_panics_for_want_of_a_reader() {
    let (programs, mut problems) = all();
    assert!(!programs.is_empty(), "no program was found");
    let mut jobs: Vec<Box<dyn FnOnce() -> Vec<String> + Send>> = Vec::new();
    for program in &programs {
        for arguments in [&[][..]].iter().chain(arguments(program)) {
            let run = Run { program, arguments };
            jobs.push(Box::new(move || run.problems()));
        }
        for arguments in endless(program) {
            let run = Run { program, arguments };
            jobs.push(Box::new(move || run.problems_of_endless()));
        }
    }
    let (jobs, found) = (Mutex::new(jobs), Mutex::new(Vec::new()));
    let next = || jobs.lock().expect("no panic").pop();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(job) = next() {
                    let problems = job();
                    found.lock().expect("no panic").extend(problems);
                }
            });
        }
    });
    problems.extend(found.into_inner().expect("no panic"));
    assert!(
        problems.is_empty(),
        "{} problems\n{}",
        problems.len(),
        problems.join("\n")
    );
}
