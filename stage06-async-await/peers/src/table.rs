//! The table: ours in absolute figures, the others as ratios.

use crate::rounds::{Measured, RUNTIMES};

/// Prints a row for each operation. A ratio is ours divided by theirs, of the medians and in parentheses of the
/// minima: below 1, ours is cheaper.
pub(crate) fn print(measured: &[Measured]) {
    print!("{:42}{:>12}     ", "", RUNTIMES[0]);
    RUNTIMES[1..].iter().for_each(|name| print!("{name:>14}"));
    println!();
    for row in measured {
        let (medians, minima) = (row.medians(), row.minima());
        print!(
            "{:42}{:>12} {:4}",
            row.operation.name,
            absolute(medians[0]),
            row.operation.unit
        );
        for peer in 1..RUNTIMES.len() {
            let median = ratio(medians[0], medians[peer]);
            let minimum = ratio(minima[0], minima[peer]);
            let cell = median.zip(minimum);
            let cell = cell.map_or("–".to_owned(), |(median, minimum)| {
                format!("{median:.2} ({minimum:.2})")
            });
            print!("{cell:>14}");
        }
        println!();
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
