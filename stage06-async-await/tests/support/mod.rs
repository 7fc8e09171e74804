//! What the tests of this stage share.
#![allow(dead_code)]

use stage06::{Runtime, runtime::yield_now};
use std::sync::{Arc, Mutex};
use std::task::{Wake, Waker};
use std::time::Duration;

/// Runs a check that must not hang.
pub(crate) fn promptly<T: Send + 'static>(
    awaited: &str,
    check: impl FnOnce() -> T + Send + 'static,
) -> T {
    testkit::within(Duration::from_secs(10), awaited, check)
}

/// Lets all tasks run until they wait.
pub(crate) fn settle(runtime: &Runtime) {
    runtime.block_on(async {
        for _ in 0..100 {
            yield_now().await;
        }
    });
}

/// Runs a closure when it is dropped.
pub(crate) struct OnDrop<F: FnMut()>(pub(crate) F);

impl<F: FnMut()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// Panics when it is dropped.
pub(crate) struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("dropped on purpose");
    }
}

type Acts = Mutex<Box<dyn FnMut() + Send>>;

/// A waker that does this when it is called.
pub(crate) fn on_wake(act: impl FnMut() + Send + 'static) -> Waker {
    struct OnWake(Acts);
    impl Wake for OnWake {
        fn wake(self: Arc<Self>) {
            (self.0.lock().unwrap())();
        }
    }
    Waker::from(Arc::new(OnWake(Mutex::new(Box::new(act)))))
}

/// A waker that does this when the last of its clones is dropped.
pub(crate) fn on_waker_drop(act: impl FnMut() + Send + Sync + 'static) -> Waker {
    struct Last<F: FnMut() + Send + Sync>(#[allow(dead_code)] OnDrop<F>);
    impl<F: FnMut() + Send + Sync> Wake for Last<F> {
        fn wake(self: Arc<Self>) {}
    }
    Waker::from(Arc::new(Last(OnDrop(act))))
}
