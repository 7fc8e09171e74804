//! Stage 1's generators do what Python's do, program by program.
//!
//! Three differences are meant, and left out. What `close` returns: Python has told since 3.13 only. What a generator does when it is
//! dropped: Python throws `GeneratorExit` into its body, and Rust runs destructors. And `yield from` to a generator that has ended
//! gives `None` in Python; here it raises `StopIteration`, for want of a value. No program has one.

mod machines;
mod ours;
mod program;

use program::{Call, Kind, Program, Statement};
use proptest::{collection::vec, prelude::*, test_runner::TestRunner};
use random_programs::cases;
use std::{
    cell::RefCell,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Duration,
};

/// A Python that runs programs. It ends when its input does.
struct Python {
    process: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Python {
    /// `None` where there is no Python.
    fn start() -> Option<Self> {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/generators/random.py");
        let mut command = Command::new("python3");
        let there = command.arg("--version").output();
        there.ok().filter(|said| said.status.success())?;
        let mut command = Command::new("python3");
        command
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut process = command.spawn().expect("python3 is there");
        let output = BufReader::new(process.stdout.take().expect("it is piped"));
        let input = process.stdin.take();
        Some(Python {
            process,
            input,
            output,
        })
    }

    fn run(&mut self, program: &Program) -> String {
        let input = self.input.as_mut().expect("it runs");
        writeln!(input, "{}.", program.python()).expect("Python reads");
        let mut line = String::new();
        self.output.read_line(&mut line).expect("Python answers");
        line.trim_end().to_owned()
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        self.input.take();
        let _ = self.process.wait();
    }
}

fn program() -> impl Strategy<Value = Program> {
    let raised = || {
        prop_oneof![
            Just(Kind::ValueError),
            Just(Kind::KeyError),
            Just(Kind::StopIteration),
            Just(Kind::GeneratorExit),
        ]
    };
    let caught = prop_oneof![
        4 => raised(),
        1 => Just(Kind::RuntimeError),
        1 => Just(Kind::Exception),
        3 => Just(Kind::BaseException),
    ];
    let simple = prop_oneof![
        6 => (0..9_i64).prop_map(Statement::Yield),
        1 => (0..9_i64).prop_map(Statement::Return),
        1 => raised().prop_map(Statement::Raise),
    ];
    let statement = simple.prop_recursive(4, 48, 3, move |statement| {
        let block = || vec(statement.clone(), 0..4);
        let guarded = (0..9_i64, block(), caught.clone(), block(), any::<bool>());
        prop_oneof![
            2 => block().prop_map(Statement::From),
            1 => (block(), block()).prop_map(|(first, second)| Statement::Both(first, second)),
            1 => (block(), block()).prop_map(|(body, cleanup)| Statement::Finally(body, cleanup)),
            4 => guarded.prop_map(|(pause, mut body, kind, handler, again)| {
                body.insert(0, Statement::Yield(pause)); // where something can be thrown
                Statement::Try(body, kind, handler, again)
            }),
        ]
    });
    let call = prop_oneof![
        4 => Just(Call::Next),
        2 => (0..9_i64).prop_map(Call::Send),
        3 => raised().prop_map(Call::Throw),
        2 => Just(Call::Close),
    ];
    let parts = (vec(statement, 1..4), vec(call, 1..10), 0..8);
    parts.prop_map(|(body, mut calls, one_of_eight)| {
        if one_of_eight > 0 {
            calls.insert(0, Call::Next); // what is sent or thrown before the start says little
        }
        Program { body, calls }
    })
}

fn compare(programs: u32) {
    let Some(python) = Python::start() else {
        return println!("no python3: stage 1's generators were not compared with Python's");
    };
    let python = RefCell::new(python);
    let config = ProptestConfig {
        cases: programs,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let run = TestRunner::new(config).run(&program(), |program| {
        let expected = python.borrow_mut().run(&program);
        prop_assert_eq!(ours::run(&program), expected);
        Ok(())
    });
    if let Err(different) = run {
        panic!("{different}");
    }
}

#[test]
fn they_do_as_pythons_do() {
    let programs = cases(1000);
    testkit::within(Duration::from_secs(60), "the last program", move || {
        compare(programs)
    });
}

#[test]
#[ignore = "long"]
fn they_do_as_pythons_do_many_times() {
    let programs = cases(20_000);
    testkit::within(Duration::from_secs(600), "the last program", move || {
        compare(programs)
    });
}
