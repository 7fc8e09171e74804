//! What is measured.

/// The runtimes that are measured, in the order of the columns.
pub(crate) const RUNTIMES: [&str; 6] = ["full", "small", "tokio", "smol", "LocalPool", "bare mio"];

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
