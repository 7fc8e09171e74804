//! `LocalPool` of the crate `futures`. It has neither timers nor sockets.

use crate::peer::Peer;
use futures::{
    executor::{LocalPool, LocalSpawner},
    task::LocalSpawnExt,
};
use std::{
    cell::RefCell,
    future::{Future, poll_fn},
    task::Poll,
};

pub(crate) struct Pool;

thread_local! {
    static SPAWNER: RefCell<Option<LocalSpawner>> = const { RefCell::new(None) };
}

impl Peer for Pool {
    fn run<T: 'static>(future: impl Future<Output = T> + 'static) -> T {
        let mut pool = LocalPool::new();
        SPAWNER.set(Some(pool.spawner()));
        let driver = Self::spawn(future);
        let output = pool.run_until(driver);
        SPAWNER.set(None);
        output
    }

    fn spawn<T: 'static>(
        future: impl Future<Output = T> + 'static,
    ) -> impl Future<Output = T> + 'static {
        SPAWNER.with_borrow(|spawner| {
            let spawner = spawner.as_ref().expect("a runtime runs");
            spawner.spawn_local_with_handle(future).expect("it runs")
        })
    }

    /// It has none of its own.
    async fn yield_now() {
        let mut yielded = false;
        poll_fn(|context| {
            if std::mem::replace(&mut yielded, true) {
                return Poll::Ready(());
            }
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await
    }
}
