//! The memory of a task that waits. The figure is what the system gives to a new process, not what the allocator was
//! asked for: it includes the allocator's own share.

use crate::peer::Peer;
use futures::{FutureExt, channel::oneshot};
use measure::machine;
use std::{
    future::{Future, poll_fn},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    task::Poll,
};

/// The number of tasks that have had their first turn. A static, so that no task has to hold it.
static POLLED: AtomicUsize = AtomicUsize::new(0);

/// Tasks that nothing will ever wake. Their futures have no size.
pub(super) fn idle<P: Peer>(tasks: usize) -> Option<f64> {
    let idle = |_| {
        poll_fn(|_| {
            POLLED.fetch_add(1, Relaxed);
            Poll::<()>::Pending
        })
    };
    grown_by::<P, _>((0..tasks).map(idle))
}

/// Tasks that leave their wakers in channels. Their futures have the size of a receiver.
pub(super) fn waiting<P: Peer>(tasks: usize) -> Option<f64> {
    let (senders, receivers): (Vec<_>, Vec<_>) =
        (0..tasks).map(|_| oneshot::channel::<()>()).unzip();
    let waiting = |mut receiver: oneshot::Receiver<()>| {
        poll_fn(move |context| {
            POLLED.fetch_add(1, Relaxed);
            receiver.poll_unpin(context).map(drop)
        })
    };
    let bytes = grown_by::<P, _>(receivers.into_iter().map(waiting));
    drop(senders);
    bytes
}

/// What the process grows by, for each of these futures. The handles have their place before, and are not counted.
fn grown_by<P: Peer, F>(futures: impl ExactSizeIterator<Item = F> + 'static) -> Option<f64>
where
    F: Future<Output = ()> + 'static,
{
    P::run(async move {
        let tasks = futures.len();
        let mut handles: Vec<_> = (0..tasks).map(|_| None).collect();
        let before = machine::memory()?;
        for (handle, future) in handles.iter_mut().zip(futures) {
            *handle = Some(P::spawn(future));
        }
        while POLLED.load(Relaxed) < tasks {
            P::yield_now().await;
        }
        Some((machine::memory()? - before) as f64 / tasks as f64)
    })
}
