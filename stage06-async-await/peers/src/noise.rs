//! How far the table can be trusted. If the cheapest slice of the even rounds and that of the odd rounds cost the same,
//! other programs left enough slices alone.

use crate::operation::{Measures, RUNTIMES};
use crate::rounds::Row;
use measure::noise::QUIET;
use stage01::println;

/// The longest slice that other programs leave alone, in nanoseconds.
const LONG: f64 = 1e6;

/// Prints which slices were too long, and where the machine was too noisy.
pub(crate) fn print(rows: &[Row]) {
    let timed = |row: &&Row| row.operation.measures != Measures::Memory;
    let rows = || rows.iter().filter(timed);
    let long = rows().filter(|row| longest_slice(row) > LONG);
    let long: Vec<_> = long.map(|row| row.operation.name).collect();
    if !long.is_empty() {
        let long = long.join("; ");
        println!("Slices of more than 1 ms, which other programs disturb more: {long}.");
    }
    let noise = rows().flat_map(|row| (0..RUNTIMES.len()).filter_map(|runtime| row.noise(runtime)));
    let Some(most) = noise.max_by(f64::total_cmp) else {
        return println!("Noise: unknown after one round. Ratios of 10 % say nothing.");
    };
    println!(
        "Noise: even and odd rounds differ by at most {:.0} %.",
        most * 100.0
    );
    let noisy: Vec<_> = rows().filter_map(noisy_runtimes).collect();
    match noisy.is_empty() {
        true => println!("Quiet enough for ratios of 10 %."),
        false => println!("TOO NOISY for ratios of 10 %: {}.", noisy.join("; ")),
    }
}

/// The slice of the slowest runtime, in its best round.
fn longest_slice(row: &Row) -> f64 {
    let minima = (0..RUNTIMES.len()).filter_map(|runtime| row.minimum(runtime));
    minima.fold(0.0, f64::max) * row.operation.size as f64
}

/// An operation, and the runtimes that it measured differently in even and odd rounds.
fn noisy_runtimes(row: &Row) -> Option<String> {
    let noisy = |&runtime: &usize| row.noise(runtime).is_some_and(|noise| noise > QUIET);
    let names = (0..RUNTIMES.len())
        .filter(noisy)
        .map(|runtime| RUNTIMES[runtime]);
    let names: Vec<_> = names.collect();
    let noisy = || format!("{} ({})", row.operation.name, names.join(", "));
    (!names.is_empty()).then(noisy)
}
