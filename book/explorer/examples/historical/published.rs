//! The bug of `shared.rs` in the crate itself: the test is the same, and `Shared` is that of futures.

use std::future::poll_fn;
use std::task::Poll;

use explorer::World;
use explorer::sync::thread::block_on;
use futures::FutureExt;

/// Two clones of a future: one is polled once and dropped, and the other one waits until it is ready.
pub(crate) fn promise(world: &World) {
    let mut yielded = false;
    let yields = poll_fn(move |cx| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        explorer::pause("another thread may come");
        Poll::Pending
    });
    let shared = yields.shared();
    let other = shared.clone();
    world.spawn("first", async move {
        shared.now_or_never();
    });
    world.thread("second", move || {
        explorer::pause("begin");
        block_on(other);
    });
}
