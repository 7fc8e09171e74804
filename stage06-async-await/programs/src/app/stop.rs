//! Ctrl-C and other wishes to stop, as a future that many may wait for.

use super::complain;
use futures::{
    FutureExt,
    future::{Either, LocalBoxFuture, Shared, pending, select},
};
use stage06_full::signal::ctrl_c;
use std::{future::Future, pin::pin, thread};

/// Ends when the user wants to stop. Its clones end at the same time.
#[derive(Clone)]
pub(crate) struct Stop(Shared<LocalBoxFuture<'static, ()>>);

impl Stop {
    /// Ends at the next Ctrl-C, SIGTERM or SIGHUP. Where the system does not tell of them, they end the program as ever.
    pub(crate) fn at_signal() -> Self {
        let signal = ctrl_c();
        Stop::when(async {
            if signal.await.is_err() {
                pending().await
            }
        })
    }

    /// Ends at the signal after this one.
    pub(crate) fn again(&self) -> Self {
        let first = self.0.clone();
        Stop::when(async {
            first.await;
            // On a thread, as the loop must go on also where a terminal is paused.
            thread::spawn(|| complain("stopping; press Ctrl-C again to end at once"));
            Stop::at_signal().0.await
        })
    }

    /// A wish that never comes.
    pub(crate) fn never() -> Self {
        Stop::when(pending())
    }

    fn when(future: impl Future<Output = ()> + 'static) -> Self {
        Stop(future.boxed_local().shared())
    }

    /// The outcome of `future`, or `None` if the user stops it before.
    pub(crate) async fn or<F: Future>(&self, future: F) -> Option<F::Output> {
        match select(pin!(future), self.0.clone()).await {
            Either::Left((output, _)) => Some(output),
            Either::Right(_) => None,
        }
    }
}

/// Where hangups are ignored, as `nohup` wants it, they stay so: else the handler of Ctrl-C would take them. It has to be
/// called before there is another thread.
#[cfg(target_os = "linux")]
pub(crate) fn keep_ignoring_hangups() {
    use nix::sys::signal::{SigSet, Signal::SIGHUP};
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    if ignored.is_some_and(|mask| mask & 1 == 1) {
        let _ = SigSet::from(SIGHUP).thread_block();
    }
}
