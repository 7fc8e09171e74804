//! The example `keyboard` as a child process.
#![allow(dead_code)] // each test uses some of it

#[path = "../../examples/keyboard.rs"]
mod program;

use std::{
    env,
    io::{BufRead, BufReader, Lines, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// The program of the child process, which is this test's own with another task.
#[test]
#[ignore = "run by the other tests, in a process of its own"]
fn keyboard() {
    program::main().unwrap();
}

/// The example `keyboard`, its input open.
pub(crate) struct Keyboard {
    child: Child,
    /// `None` once it is closed.
    input: Option<ChildStdin>,
    output: Lines<BufReader<ChildStdout>>,
}

impl Keyboard {
    pub(crate) fn start() -> Self {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["support::keyboard", "--exact", "--ignored", "--nocapture"])
            .arg("--test-threads=2") // with one, the test's name precedes the first line
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Keyboard {
            input: child.stdin.take(),
            output: BufReader::new(child.stdout.take().unwrap()).lines(),
            child,
        }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn types(&mut self, text: &str) {
        let mut input = self.input.as_ref().unwrap();
        input.write_all(text.as_bytes()).unwrap();
    }

    /// Reads until this line.
    pub(crate) fn reads(&mut self, expected: &str) {
        let mut seen = Vec::new();
        while seen.last().is_none_or(|line| line != expected) {
            let line = self.output.next();
            seen.push(
                line.unwrap_or_else(|| panic!("{expected} after {seen:?}"))
                    .unwrap(),
            );
        }
    }

    /// It ends, although its input is still open.
    pub(crate) fn ends(mut self) {
        assert!(self.child.wait().unwrap().success());
    }
}

/// A child that hangs is not left behind.
impl Drop for Keyboard {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// All that the program prints when this is all its input, but for the ticks.
pub(crate) fn output(input: &str) -> Vec<String> {
    let mut program = Keyboard::start();
    program.types(input);
    program.input = None;
    let lines = program.output.by_ref().map(Result::unwrap);
    let lines = lines.skip_while(|line| !line.starts_with("a line"));
    let ticks = |line: &String| line.starts_with("tick");
    let mut lines: Vec<_> = lines.filter(|line| !ticks(line)).collect();
    let last = lines.iter().position(|line| line.starts_with("ended"));
    lines.truncate(last.map_or(lines.len(), |last| last + 1));
    lines
}
