//! The table: a row for each fault, a column for each design, and below it what each ✗ means.

use clap::ValueEnum;
use faults::{Design, FAULTS};
use stage01::{Result, println};
use std::{path::Path, thread};
use testkit::echo::{Seen, Symptom};

/// Judges all designs, each on a thread of its own, and prints what was seen.
pub(crate) fn print(program: &Path) -> Result {
    let designs = Design::value_variants();
    let judge = |design| FAULTS.iter().map(move |fault| fault.judge(program, design));
    let columns: Vec<Vec<Seen>> = thread::scope(|scope| {
        let start = |&design| scope.spawn(move || judge(design).collect());
        let started: Vec<_> = designs.iter().map(start).collect();
        let judged = started.into_iter().map(|column| column.join());
        judged
            .map(|column| column.expect("no judge panics"))
            .collect()
    });
    line("", designs.iter().map(|design| (*design, design.name())));
    for (row, fault) in FAULTS.iter().enumerate() {
        let cells = columns.iter().map(|column| mark(&column[row]).to_owned());
        line(fault.name, designs.iter().copied().zip(cells));
    }
    for (design, column) in designs.iter().zip(&columns) {
        notes(&design.name(), column);
    }
    Ok(())
}

/// Prints a row. A column is as wide as the name of its design.
fn line(name: &str, cells: impl Iterator<Item = (Design, String)>) {
    let cells = cells.map(|(design, cell)| format!("{cell:width$}", width = design.name().len()));
    let cells: Vec<_> = cells.collect();
    println!("{}", format!("{name:26} {}", cells.join(" ")).trim_end());
}

fn mark(seen: &Seen) -> &'static str {
    match seen {
        Ok(()) => "✓",
        Err(failure) if failure.symptom == Symptom::NotMeasured => "–",
        Err(_) => "✗",
    }
}

/// Prints how a design breaks its promises, if it breaks one.
fn notes(design: &str, column: &[Seen]) {
    let mut heading = Some(format!("\n{design}"));
    for (fault, seen) in FAULTS.iter().zip(column) {
        if let (Err(failure), "✗") = (seen, mark(seen)) {
            heading
                .take()
                .into_iter()
                .for_each(|heading| println!("{heading}"));
            println!("  {}: {}", fault.name, failure.symptom);
        }
    }
}
