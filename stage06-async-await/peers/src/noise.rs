//! How far the table can be trusted. What two measurements of `full` differ by is the machine's doing.

use crate::rounds::{AGAIN, Measures, Row};
use stage01::println;

/// The longest slice that other programs leave alone, in nanoseconds.
const LONG: f64 = 1e6;

/// With more noise than this, a ratio of 10 % says nothing.
const QUIET: f64 = 0.05;

/// Prints which slices were too long, and in which rows the machine was too noisy.
pub(crate) fn print(rows: &[Row]) {
    let timed = |row: &&Row| row.operation.measures != Measures::Memory;
    let rows: Vec<_> = rows.iter().filter(timed).collect();
    let long = names(&rows, |row| longest_slice(row) > LONG);
    if !long.is_empty() {
        println!("Slices of more than 1 ms, which other programs disturb more: {long}.");
    }
    let most = rows.iter().map(|row| noise(row)).fold(0.0, f64::max) * 100.0;
    let noisy = names(&rows, |row| noise(row) > QUIET);
    match noisy.is_empty() {
        true => println!(
            "Noise: full differs from itself by at most {most:.0} %. Ratios of 10 % can be trusted."
        ),
        false => println!(
            "Noise: full differs from itself by up to {most:.0} %. TOO MUCH for ratios of 10 % in: {noisy}."
        ),
    }
}

/// The slice of the slowest runtime, in its best round.
fn longest_slice(row: &Row) -> f64 {
    let minima = (0..AGAIN).filter_map(|column| row.minimum(column));
    minima.fold(0.0, f64::max) * row.operation.size as f64
}

fn noise(row: &Row) -> f64 {
    let ratio = row.ratios(AGAIN).map_or(1.0, |ratios| ratios.minima);
    ratio.max(1.0 / ratio) - 1.0
}

fn names(rows: &[&Row], chosen: impl Fn(&Row) -> bool) -> String {
    let chosen = rows.iter().filter(|row| chosen(row));
    let names: Vec<_> = chosen.map(|row| row.operation.name).collect();
    names.join("; ")
}
