//! What [`Check`](crate::Check) sets.

/// What is tried, and how much of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) limit: usize,
    pub(crate) random: usize,
    pub(crate) depth: usize,
    pub(crate) seed: u64,
    pub(crate) spurious: usize,
    pub(crate) fresh_wakers: bool,
    pub(crate) idle_clock: bool,
}
