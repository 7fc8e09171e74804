//! The table: `full` in absolute figures, the others as ratios.

use crate::operation::{Measures, RUNTIMES};
use crate::rounds::{Ratios, Row};
use stage01::println;

/// Prints a row for each operation.
pub(crate) fn print(rows: &[Row]) {
    print_line("", RUNTIMES);
    for row in rows {
        let cost = row.minimum(0).map(|cost| match row.operation.measures {
            Measures::Memory => format!("{cost:.0} B"),
            Measures::Work | Measures::Time => format!("{cost:.1} ns"),
        });
        let ratios = (1..RUNTIMES.len()).map(|runtime| row.ratios(runtime).map(ratio));
        let cells: Vec<_> = [cost].into_iter().chain(ratios).collect();
        let cells = cells.iter().map(|cell| cell.as_deref().unwrap_or("–"));
        print_line(row.operation.name, cells);
    }
}

/// `0.87 0.85–0.91`, or without deciles if there was one round.
fn ratio(ratios: Ratios) -> String {
    let [first, ninth] = ratios.deciles;
    match first == ninth {
        true => format!("{:.2}", ratios.minima),
        false => format!("{:.2} {first:.2}–{ninth:.2}", ratios.minima),
    }
}

/// Prints a name, and cells to its right.
pub(crate) fn print_line<'a>(name: &str, cells: impl IntoIterator<Item = &'a str>) {
    let cells = cells.into_iter().map(|cell| format!(" {cell:>15}"));
    println!("{name:32}{}", cells.collect::<String>());
}
