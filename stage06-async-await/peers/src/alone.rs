//! A slice in a process of its own, for what can only be counted for a whole process: its memory, its instructions.

use crate::{operation::Operation, ops};
use clap::Args;
use stage01::println;
use std::process::Command;

/// Which slice it is.
#[derive(Args)]
pub(crate) struct Slice {
    operation: String,
    runtime: usize,
    size: usize,
}

impl Slice {
    pub(crate) fn of(operation: &Operation, runtime: usize, size: usize) -> Self {
        let operation = operation.name.to_owned();
        Slice {
            operation,
            runtime,
            size,
        }
    }

    /// Adds this executable and its arguments to a program that runs another, such as valgrind.
    pub(crate) fn below<'a>(&self, program: &'a mut Command) -> &'a mut Command {
        let executable = std::env::current_exe().expect("it runs");
        program.arg(executable).args(self.arguments())
    }

    fn arguments(&self) -> [String; 4] {
        let [runtime, size] = [self.runtime, self.size].map(|number| number.to_string());
        ["alone".to_owned(), self.operation.clone(), runtime, size]
    }

    /// The figure that the process prints, if it has one.
    pub(crate) fn figure(&self) -> Option<f64> {
        let executable = std::env::current_exe().expect("it runs");
        let output = Command::new(executable).args(self.arguments()).output();
        let output = output.expect("this executable runs");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).ok()?.trim().parse().ok()
    }

    /// What the process does.
    pub(crate) fn run(&self) {
        let mut operations = ops::all().into_iter();
        let operation = operations.find(|operation| operation.name == self.operation);
        let run = operation.and_then(|operation| operation.runs[self.runtime]);
        if let Some(figure) = run.expect("the runtime can do it")(self.size) {
            println!("{figure}");
        }
    }
}
