//! A runtime in numbers.

/// What a runtime has done and holds, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metrics {
    /// Tasks that have not finished, or whose outcome waits to be taken; the future of `block_on` is one.
    pub tasks: usize,
    /// Timers that are set.
    pub timers: usize,
    /// Sockets that are registered.
    pub sockets: usize,
    /// How often a future was polled, of whatever task.
    pub polls: u64,
    /// How often the loop was parked; in virtual time, how often the clock was advanced.
    pub parks: u64,
}
