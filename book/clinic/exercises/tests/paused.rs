//! Checks in virtual time: an hour of waiting takes no time, and a hang is a sentence.

use std::time::Duration;
use testkit::within;
use tokio::{runtime::Builder, time::timeout};

/// Runs a check on a runtime with one thread and a paused clock, which jumps to the next deadline when all tasks wait.
///
/// If all tasks wait for what never happens, an hour passes at once, and the check fails. If something runs in circles, it fails after
/// five seconds.
pub(super) fn paused<F: Future<Output = ()>>(
    awaited: &'static str,
    check: impl FnOnce() -> F + Send + 'static,
) {
    within(Duration::from_secs(5), awaited, move || {
        let mut runtime = Builder::new_current_thread();
        let runtime = runtime.enable_all().start_paused(true).build();
        let hour = Duration::from_secs(3600);
        let ended = runtime
            .expect("a runtime")
            .block_on(async { timeout(hour, check()).await });
        assert!(
            ended.is_ok(),
            "after an hour of virtual time still waiting for {awaited}: all tasks wait for what never happens"
        );
    });
}
