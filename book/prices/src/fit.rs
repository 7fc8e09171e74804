//! The exponent of a growth: 0 if a cost stays the same, 1 if it doubles with the number.

/// Fits `cost = a * number ^ exponent` to points whose number is at least `from`, and returns the exponent.
///
/// It is the slope of the straight line through the points on logarithmic scales, by least squares.
pub(crate) fn exponent(points: &[(usize, f64)], from: usize) -> Option<f64> {
    let used = points
        .iter()
        .filter(|(number, cost)| *number >= from && *cost > 0.0);
    let logs: Vec<_> = used
        .map(|(number, cost)| ((*number as f64).ln(), cost.ln()))
        .collect();
    if logs.len() < 2 {
        return None;
    }
    let number = logs.len() as f64;
    let mean_x = logs.iter().map(|(x, _)| x).sum::<f64>() / number;
    let mean_y = logs.iter().map(|(_, y)| y).sum::<f64>() / number;
    let above: f64 = logs.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let below: f64 = logs.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    Some(above / below)
}

#[cfg(test)]
mod tests {
    use super::exponent;

    #[test]
    fn a_cost_that_doubles_with_the_number_has_exponent_one_and_a_flat_one_zero() {
        let linear = [(10, 30.0), (100, 300.0), (1000, 3000.0)];
        assert!((exponent(&linear, 1).expect("points") - 1.0).abs() < 1e-9);
        let flat = [(10, 30.0), (100, 30.0)];
        assert!(exponent(&flat, 1).expect("points").abs() < 1e-9);
    }

    #[test]
    fn points_below_the_first_number_do_not_count() {
        let bent = [(1, 500.0), (100, 300.0), (1000, 3000.0)];
        assert!((exponent(&bent, 100).expect("points") - 1.0).abs() < 1e-9);
        assert_eq!(exponent(&bent, 1000), None);
    }
}
