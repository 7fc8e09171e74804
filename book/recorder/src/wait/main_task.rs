//! The main function, whose steps are not recorded: only its waits are.

use crate::{
    current::{self, Current},
    event::What,
    sink::{self, MAIN},
    wakers::TaskWaker,
};
use std::{
    sync::{Arc, atomic::AtomicBool},
    task::{Context, Poll},
};

/// True on the thread that began to record, outside of tasks: in the future that `block_on` runs.
pub(super) fn is_main() -> bool {
    #[cfg(feature = "tokio")]
    if tokio::task::try_id().is_some() {
        return false;
    }
    sink::on_main_thread()
}

/// A step of the main function: only its recorded waits are seen.
pub(super) fn as_main<T>(
    cx: &mut Context<'_>,
    step: impl FnOnce(&mut Context<'_>) -> Poll<T>,
) -> Poll<T> {
    let waker = TaskWaker::waker(MAIN, cx.waker(), &Arc::new(AtomicBool::new(false)));
    sink::emit(What::Poll { task: MAIN });
    let before = current::replace(Some(Current {
        task: MAIN,
        traced: false,
    }));
    let keep = current::pending();
    let polled = step(&mut Context::from_waker(&waker));
    current::replace(before);
    let (on, at) = current::take_pending(keep);
    let task = MAIN;
    sink::emit(match polled {
        Poll::Pending => What::Pause { task, on, at },
        Poll::Ready(_) => sink::unseen(),
    });
    polled
}
