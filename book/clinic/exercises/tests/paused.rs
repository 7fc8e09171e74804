//! Checks in virtual time: an hour of waiting takes no time, and a hang is a sentence.

use std::panic::resume_unwind;
use std::time::Duration;
use testkit::within;
use tokio::runtime::Builder;
use tokio::task::LocalSet;
use tokio::time::timeout;

/// Runs a check on a runtime with one thread and a paused clock, which jumps to the next deadline when all tasks wait.
///
/// If all tasks wait for what never happens, an hour passes at once, and the check fails. If something runs in circles, it fails after
/// five seconds.
pub(super) fn paused<F: Future<Output = ()> + 'static>(
    awaited: &'static str,
    check: impl FnOnce() -> F + Send + 'static,
) {
    within(Duration::from_secs(5), awaited, move || {
        let mut runtime = Builder::new_current_thread();
        let runtime = runtime.enable_all().start_paused(true).build();
        let runtime = runtime.expect("a runtime");
        let tasks = LocalSet::new();
        // A task of its own: a limit around the check itself would poll it once more, and that may be just the poll that was missing.
        let check = tasks.spawn_local(async { check().await });
        let hour = Duration::from_secs(3600);
        let ended = tasks.block_on(&runtime, async { timeout(hour, check).await });
        match ended {
            Ok(Ok(())) => {}
            Ok(Err(panicked)) => resume_unwind(panicked.into_panic()),
            Err(_) => panic!(
                "after an hour of virtual time still waiting for {awaited}: all tasks wait for what never happens"
            ),
        }
    });
}
