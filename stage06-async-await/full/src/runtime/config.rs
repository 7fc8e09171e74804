//! The settings of a runtime.

use std::time::Duration;

/// What [`Builder`](crate::Builder) sets.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) virtual_time: bool,
    pub(crate) max_blocking_threads: usize,
    pub(crate) shutdown_timeout: Duration,
    pub(crate) slow_task: Option<Duration>,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            virtual_time: false,
            max_blocking_threads: 16,
            shutdown_timeout: Duration::from_secs(1),
            slow_task: cfg!(debug_assertions).then_some(Duration::from_millis(100)),
        }
    }
}
