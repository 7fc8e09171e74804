//! Rounds: every runtime does every operation once in each, so that what disturbs the machine disturbs them all.

use std::io::{Write, stderr};

/// Who is measured, in the order of the columns. The first is ours.
pub(crate) const RUNTIMES: [&str; 5] = ["stage06", "tokio", "smol", "LocalPool", "bare mio"];

/// A figure for each runtime, where there is one.
pub(crate) type PerRuntime<T> = [Option<T>; RUNTIMES.len()];

/// One operation, and how each runtime does it.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    /// Of what the figures are.
    pub(crate) unit: &'static str,
    /// Does it once, and gives the cost. `None` if that cannot be found out here.
    pub(crate) runs: PerRuntime<fn() -> Option<f64>>,
}

/// An operation with the figures of all rounds.
pub(crate) struct Measured {
    pub(crate) operation: Operation,
    pub(crate) figures: [Vec<f64>; RUNTIMES.len()],
}

/// Runs all rounds. Who comes first changes from round to round.
pub(crate) fn measure(operations: Vec<Operation>, rounds: usize) -> Vec<Measured> {
    let begin = |operation| Measured {
        operation,
        figures: Default::default(),
    };
    let mut measured: Vec<_> = operations.into_iter().map(begin).collect();
    for round in 0..rounds {
        for Measured { operation, figures } in &mut measured {
            for turn in 0..RUNTIMES.len() {
                let runtime = (round + turn) % RUNTIMES.len();
                figures[runtime].extend(operation.runs[runtime].and_then(|run| run()));
            }
        }
        let _ = write!(stderr(), "\rround {} of {rounds} ", round + 1);
    }
    let _ = writeln!(stderr());
    for figure in measured.iter_mut().flat_map(|row| &mut row.figures) {
        figure.sort_unstable_by(f64::total_cmp);
    }
    measured
}

impl Measured {
    /// The middle figure of every runtime.
    pub(crate) fn medians(&self) -> PerRuntime<f64> {
        std::array::from_fn(|runtime| {
            let figures = &self.figures[runtime];
            figures.get(figures.len() / 2).copied()
        })
    }

    /// The smallest figure of every runtime.
    pub(crate) fn minima(&self) -> PerRuntime<f64> {
        std::array::from_fn(|runtime| self.figures[runtime].first().copied())
    }
}
