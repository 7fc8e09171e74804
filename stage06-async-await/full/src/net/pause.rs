//! A pause beside a socket, on any thread.

use crate::runtime::context::is_running;
use crate::runtime::scheduler::shared::Shared;
use crate::runtime::task::send_join::SendJoinHandle;
use crate::time::sleep::{Sleep, sleep};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

/// A pause. A socket may be used on any thread, a timer only in a runtime: where none runs, the runtime of the socket
/// has the timer.
#[derive(Debug)]
pub(super) struct Pause {
    time: Duration,
    /// The runtime of the socket.
    runtime: Arc<Shared>,
    here: Option<Sleep>,
    there: Option<SendJoinHandle<()>>,
}

impl Pause {
    pub(super) fn new(time: Duration, runtime: &Arc<Shared>) -> Self {
        Pause {
            time,
            runtime: runtime.clone(),
            here: None,
            there: None,
        }
    }
}

impl Future for Pause {
    type Output = ();

    /// Also ready if the runtime of the socket is gone: the socket then says so.
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        let time = this.time;
        if is_running() {
            let sleep = this.here.get_or_insert_with(|| sleep(time));
            return Pin::new(sleep).poll(context);
        }
        let spawn = || this.runtime.spawn(async move { sleep(time).await });
        let task = this.there.get_or_insert_with(spawn);
        Pin::new(task).poll(context).map(drop)
    }
}
