//! Figures: how a cost grows with a number, for each design.

use crate::fit;

/// One figure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    /// How many connections, tasks or timers there are.
    pub(crate) number: usize,
    /// In nanoseconds.
    pub(crate) cost: f64,
    /// What two halves of the measurement differ by, as a share.
    pub(crate) noise: f64,
}

/// The figures of one design.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    pub(crate) name: &'static str,
    pub(crate) points: Vec<Point>,
}

/// Figures with more noise bear a question mark.
const NOISY: f64 = 0.2;

impl Series {
    /// The exponent of the growth, from so many on: below that the fixed part of the cost hides it.
    pub(crate) fn exponent(&self, from: usize) -> Option<f64> {
        let points: Vec<_> = self
            .points
            .iter()
            .map(|point| (point.number, point.cost))
            .collect();
        fit::exponent(&points, from)
    }

    /// The point with this number.
    pub(crate) fn at(&self, number: usize) -> Option<&Point> {
        self.points.iter().find(|point| point.number == number)
    }
}

impl Point {
    /// A figure, with a question mark if it is noisy.
    pub(crate) fn marked(&self, figure: String) -> String {
        match self.noise > NOISY {
            true => format!("{figure}?"),
            false => figure,
        }
    }
}
