//! Rounds: every runtime does every operation once in each, so that what disturbs the machine disturbs them all.

use crate::alone::Slice;
use crate::operation::{Measures, Operation, RUNTIMES};
use measure::noise;
use std::io::{Write, stderr};

/// An operation with the figures of all rounds.
pub(crate) struct Row {
    pub(crate) operation: Operation,
    /// A figure for each round. A runtime that cannot do the operation has none.
    pub(crate) figures: [Vec<f64>; RUNTIMES.len()],
}

/// `full` divided by another: below 1, `full` is cheaper.
pub(crate) struct Ratios {
    /// The ratio of the cheapest slices.
    pub(crate) minima: f64,
    /// The first and the ninth decile of the ratios in each round.
    pub(crate) deciles: [f64; 2],
}

/// Runs all rounds.
pub(crate) fn measure(operations: Vec<Operation>, rounds: usize) -> Vec<Row> {
    let begin = |operation| Row {
        operation,
        figures: Default::default(),
    };
    let mut rows: Vec<_> = operations.into_iter().map(begin).collect();
    let mut order: Vec<usize> = (0..RUNTIMES.len()).collect();
    for round in 0..rounds {
        for Row { operation, figures } in &mut rows {
            if operation.measures == Measures::Memory && round > 0 {
                continue;
            }
            fastrand::shuffle(&mut order);
            for &runtime in &order {
                figures[runtime].extend(operation.slice(runtime));
            }
        }
        let _ = write!(stderr(), "\rround {} of {rounds} ", round + 1);
    }
    let _ = writeln!(stderr());
    rows
}

impl Operation {
    fn slice(&self, runtime: usize) -> Option<f64> {
        let run = self.runs[runtime]?;
        match self.measures {
            Measures::Work | Measures::Time => run(self.size),
            Measures::Memory => Slice::of(self, runtime, self.size).figure(),
        }
    }
}

impl Row {
    /// The smallest figure of a runtime.
    pub(crate) fn minimum(&self, runtime: usize) -> Option<f64> {
        noise::cheapest(&self.figures[runtime])
    }

    /// What two measurements of a runtime differ by, as a share: one of the even rounds, one of the odd.
    pub(crate) fn noise(&self, runtime: usize) -> Option<f64> {
        noise::noise(&self.figures[runtime])
    }

    /// Compares `full` with another runtime.
    pub(crate) fn ratios(&self, runtime: usize) -> Option<Ratios> {
        let minima = self.minimum(0)? / self.minimum(runtime)?;
        let pairs = self.figures[0].iter().zip(&self.figures[runtime]);
        let mut ratios: Vec<f64> = pairs.map(|(full, theirs)| full / theirs).collect();
        ratios.sort_unstable_by(f64::total_cmp);
        let last = ratios.len() - 1;
        let deciles = [ratios[last / 10], ratios[last - last / 10]];
        Some(Ratios { minima, deciles })
    }
}
