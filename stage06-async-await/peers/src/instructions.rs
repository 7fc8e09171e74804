//! Instructions, whose number is the same on a busy machine. Callgrind counts those of a process, once for one size
//! and once for twice that size. The difference is the cost of the operations, without the start and the end.

use crate::{
    alone::Slice,
    operation::{Measures, Operation, RUNTIMES},
    table,
};
use measure::instructions::{can_be_counted, collected, valgrind};
use stage01::println;
use std::process::exit;

/// The bare loop of mio has no tasks to count.
const COLUMNS: usize = RUNTIMES.len() - 1;

/// Prints a row for each operation whose cost is instructions.
pub(crate) fn compare(operations: &[Operation]) {
    if !can_be_counted() {
        println!("Valgrind counts the instructions, and it was not found. Please install it.");
        exit(1);
    }
    println!("instructions for one, counted by callgrind\n");
    table::print_line("", RUNTIMES[..COLUMNS].iter().copied());
    for operation in operations {
        if operation.measures == Measures::Work {
            let cells: [_; COLUMNS] = std::array::from_fn(|runtime| {
                let count = instructions_of_one(operation, runtime);
                count.map_or("–".to_owned(), |count| format!("{count:.0}"))
            });
            table::print_line(operation.name, cells.iter().map(String::as_str));
        }
    }
}

fn instructions_of_one(operation: &Operation, runtime: usize) -> Option<f64> {
    operation.runs[runtime]?;
    let size = operation.size;
    let once = instructions(&Slice::of(operation, runtime, size));
    let twice = instructions(&Slice::of(operation, runtime, 2 * size));
    Some((twice - once) / size as f64)
}

/// All instructions of a process with this slice.
fn instructions(slice: &Slice) -> f64 {
    let mut valgrind = valgrind();
    let output = slice.below(&mut valgrind).output().expect("valgrind runs");
    let report = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{report}");
    collected(&report).expect("callgrind reports what it has counted")
}
