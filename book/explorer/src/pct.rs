//! Random orders that find a bug of small depth with a known probability.
//!
//! Each thing that can happen has a random priority, and the highest goes first. At a few random points the first one falls
//! behind all others. A bug that needs `depth` such decisions is found in a run of `n` things and `k` choices with a
//! probability of at least 1 in `n * k.pow(depth - 1)`. (Burckhardt, Kothari, Musuvathi and Nagarakatte, *A randomized scheduler
//! with probabilistic guarantees of finding bugs*, 2010.)

use std::collections::HashMap;

/// A thing that was taken this often in a row falls behind, so that a task that waits in a loop does not run forever.
const IN_A_ROW: usize = 30;

/// The priorities of one run.
#[derive(Debug, Default)]
pub(crate) struct Pct {
    random: u64,
    priorities: HashMap<String, u64>,
    /// The choices at which the first one falls behind.
    changes: Vec<usize>,
    choices: usize,
    last: Option<String>,
    in_a_row: usize,
    fallen: u64,
}

impl Pct {
    /// The priorities of a run with this seed, which is expected to have as many choices as `length`.
    pub(crate) fn new(seed: u64, depth: usize, length: usize) -> Pct {
        let mut pct = Pct {
            random: seed,
            ..Pct::default()
        };
        let change = |_| pct.next() as usize % length.max(1);
        pct.changes = (1..depth).map(change).collect();
        pct
    }

    /// Returns the number of the option with the highest priority.
    pub(crate) fn pick(&mut self, options: &[String]) -> usize {
        for option in options {
            if !self.priorities.contains_key(option) {
                let priority = self.next() | 1 << 63;
                self.priorities.insert(option.clone(), priority);
            }
        }
        let mut first = self.highest(options);
        let again = self.last.as_ref() == Some(&options[first]);
        self.in_a_row = if again { self.in_a_row + 1 } else { 0 };
        if self.changes.contains(&self.choices) || self.in_a_row > IN_A_ROW {
            self.fallen += 1;
            let behind = (1 << 63) - self.fallen;
            self.priorities.insert(options[first].clone(), behind);
            first = self.highest(options);
            self.in_a_row = 0;
        }
        self.choices += 1;
        self.last = Some(options[first].clone());
        first
    }

    fn highest(&self, options: &[String]) -> usize {
        let numbers = 0..options.len();
        let highest = numbers.max_by_key(|number| self.priorities[&options[*number]]);
        highest.unwrap_or(0)
    }

    /// Returns the next random number (splitmix64, Steele, Lea and Flood 2014).
    fn next(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
