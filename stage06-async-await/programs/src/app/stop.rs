//! Ctrl-C, as a future that everyone may wait for.

use futures::{
    FutureExt,
    future::{Either, LocalBoxFuture, Shared, pending, select},
};
use stage06_full::signal::ctrl_c;
use std::{future::Future, pin::pin};

/// Ends when the user wants to stop. Its clones end at the same time.
#[derive(Clone)]
pub(crate) struct Stop(Shared<LocalBoxFuture<'static, ()>>);

impl Stop {
    /// Ends at the next Ctrl-C, from now on. Where the system does not tell of it, it ends the program as ever.
    pub(crate) fn at_ctrl_c() -> Self {
        let pressed = ctrl_c();
        Stop::when(async {
            if pressed.await.is_err() {
                pending().await
            }
        })
    }

    /// Nobody stops this.
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
