//! The table: ours in absolute figures, the others as ratios.

use crate::rounds::{Measured, RUNTIMES};
use stage01::println;

/// Prints a row for each operation. A ratio is ours divided by theirs, of the medians and in parentheses of the
/// minima: below 1, ours is cheaper.
pub(crate) fn print(measured: &[Measured]) {
    let others = RUNTIMES[1..].iter().map(|name| format!("{name:>14}"));
    let others: String = others.collect();
    println!("{:42}{:>12}     {others}", "", RUNTIMES[0]);
    for row in measured {
        let (medians, minima) = (row.medians(), row.minima());
        let mut cells = String::new();
        for peer in 1..RUNTIMES.len() {
            let median = ratio(medians[0], medians[peer]);
            let minimum = ratio(minima[0], minima[peer]);
            let cell = median.zip(minimum);
            let cell = cell.map_or("–".to_owned(), |(median, minimum)| {
                format!("{median:.2} ({minimum:.2})")
            });
            cells += &format!("{cell:>14}");
        }
        println!(
            "{:42}{:>12} {:4}{cells}",
            row.operation.name,
            absolute(medians[0]),
            row.operation.unit
        );
    }
}

fn ratio(ours: Option<f64>, theirs: Option<f64>) -> Option<f64> {
    Some(ours? / theirs?)
}

/// Three digits or so.
fn absolute(figure: Option<f64>) -> String {
    match figure {
        None => "–".to_owned(),
        Some(figure) if figure < 100.0 => format!("{figure:.1}"),
        Some(figure) => format!("{figure:.0}"),
    }
}
