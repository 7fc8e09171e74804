//! The course from the command line: `cargo course` lists the exercises, runs their tests, and shows hints, solutions and mistakes.
//!
//! It finds the exercises in the manifests (`[[test]] name = "s3e1"`) and their titles in `book/src/exercises.md`. What it remembers
//! lies in `target/course`; it writes nothing else, except a stub that `reset` brings back.

pub mod answers;
mod args;
mod diff;
mod exercise;
mod hint;
mod list;
mod memory;
mod read;
mod reset;
mod run;
mod screen;
mod solution;
mod sources;
mod state;
mod stub;
mod table;
mod test;
mod trace;
mod verdict;
mod workspace;

pub use args::main;
