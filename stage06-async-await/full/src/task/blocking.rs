//! Code that blocks.

use crate::runtime::context::expect_current;
use crate::runtime::task::send_join::SendJoinHandle;

/// Runs a function on a thread of its own, so that it may block: read a file, resolve a name, compute for long.
///
/// The runtime has some threads for this, and uses them again. When all are busy the job waits in a queue. Aborting
/// cancels only a job that has not begun: a thread cannot be stopped in the middle. Dropping the runtime waits for
/// those that have begun, up to [a limit](crate::Builder::shutdown_timeout).
///
/// ```
/// use stage06_full::{Runtime, spawn_blocking};
///
/// let text = Runtime::new().block_on(async {
///     let reading = spawn_blocking(|| std::fs::read_to_string("Cargo.toml"));
///     reading.await.expect("it does not panic")
/// })?;
/// assert!(text.contains("[package]"));
/// # std::io::Result::Ok(())
/// ```
///
/// # Panics
///
/// Outside of a runtime. [`Handle::spawn_blocking`](crate::Handle::spawn_blocking) works everywhere.
pub fn spawn_blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> SendJoinHandle<T> {
    expect_current().pool.spawn(work)
}
