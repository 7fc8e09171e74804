//! Rounds: every runtime does every operation once in each, so that what disturbs the machine disturbs them all.

use crate::alone::Slice;
use std::io::{Write, stderr};

/// The runtimes that are measured, in the order of the columns.
pub(crate) const RUNTIMES: [&str; 6] = ["full", "small", "tokio", "smol", "LocalPool", "bare mio"];

/// The column after them: `full` once more. The difference between the two is noise.
pub(crate) const AGAIN: usize = RUNTIMES.len();

/// Does an operation so many times. Returns the cost of one, or `None` if this system cannot tell it.
pub(crate) type Run = fn(usize) -> Option<f64>;

/// An operation, and how each runtime does it.
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    /// How many times a slice does it.
    pub(crate) size: usize,
    pub(crate) runs: [Option<Run>; RUNTIMES.len()],
    pub(crate) measures: Measures,
}

/// What the figures of an operation are.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Measures {
    /// Nanoseconds of one thread that computes. Its instructions can be counted, too.
    Work,
    /// Nanoseconds in which other threads, other processes or the kernel have their share.
    Time,
    /// Bytes. The first round counts them, in a process of its own for each runtime.
    Memory,
}

/// An operation with the figures of all rounds.
pub(crate) struct Row {
    pub(crate) operation: Operation,
    /// A figure for each round. A runtime that cannot do the operation has none.
    pub(crate) figures: [Vec<f64>; RUNTIMES.len() + 1],
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
    let mut order: Vec<usize> = (0..=AGAIN).collect();
    for round in 0..rounds {
        for Row { operation, figures } in &mut rows {
            if operation.measures == Measures::Memory && round > 0 {
                continue;
            }
            fastrand::shuffle(&mut order);
            for &column in &order {
                figures[column].extend(operation.slice(column % AGAIN));
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
    /// The smallest figure of a column.
    pub(crate) fn minimum(&self, column: usize) -> Option<f64> {
        self.figures[column].iter().copied().min_by(f64::total_cmp)
    }

    /// Compares `full` with a column.
    pub(crate) fn ratios(&self, column: usize) -> Option<Ratios> {
        let minima = self.minimum(0)? / self.minimum(column)?;
        let pairs = self.figures[0].iter().zip(&self.figures[column]);
        let mut ratios: Vec<f64> = pairs.map(|(full, theirs)| full / theirs).collect();
        ratios.sort_unstable_by(f64::total_cmp);
        let last = ratios.len() - 1;
        let deciles = [ratios[last / 10], ratios[last - last / 10]];
        Some(Ratios { minima, deciles })
    }
}
