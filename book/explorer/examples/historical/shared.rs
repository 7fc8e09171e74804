//! A wake is lost when it comes during the poll of another task.
//!
//! Clones of a shared future poll it in turn, and the one that polls wakes all others. A clone that comes while another polls
//! keeps its waker and waits. If the future has called its waker before that, in this very poll, the new waker misses it; and
//! if the clone that polled is dropped then, none polls any more. The report is of 2023, for `Shared` of futures-rs
//! (<https://github.com/rust-lang/futures-rs/issues/2706>, 2023-02-07).

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::PoisonError;
use std::task::{Context, Poll, Wake, Waker};

use explorer::World;
use explorer::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use explorer::sync::thread::block_on;
use explorer::sync::{Arc, Mutex, MutexGuard};

const IDLE: usize = 0;
const POLLING: usize = 1;
const WOKEN: usize = 2;

type Body = Pin<Box<dyn Future<Output = ()> + Send>>;

struct Shared {
    state: AtomicUsize,
    future: std::sync::Mutex<Option<Body>>,
    wakers: Mutex<Vec<Waker>>,
    /// True if a wake during a poll is remembered until its end.
    fixed: bool,
}

#[track_caller]
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Wake for Shared {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.fixed {
            let _ = self.state.compare_exchange(POLLING, WOKEN, SeqCst, SeqCst);
        }
        self.wake_all();
    }
}

impl Shared {
    fn wake_all(&self) {
        let wakers = std::mem::take(&mut *lock(&self.wakers));
        wakers.into_iter().for_each(Waker::wake);
    }

    /// Polls as one of the clones.
    fn poll(self: &Arc<Self>, cx: &mut Context<'_>) -> Poll<()> {
        lock(&self.wakers).push(cx.waker().clone());
        let before = self.state.compare_exchange(IDLE, POLLING, SeqCst, SeqCst);
        if before.is_err() {
            return Poll::Pending; // another clone polls
        }
        let mut future = self.future.lock().unwrap_or_else(PoisonError::into_inner);
        let waker = Waker::from(self.clone());
        let poll = match future.as_mut() {
            Some(future) => future.as_mut().poll(&mut Context::from_waker(&waker)),
            None => Poll::Ready(()),
        };
        if poll.is_ready() {
            *future = None;
        }
        drop(future);
        let woken = self.state.swap(IDLE, SeqCst) == WOKEN;
        if woken || poll.is_ready() {
            self.wake_all();
        }
        poll
    }
}

/// Lets others go first, once.
fn yield_now() -> Body {
    let mut yielded = false;
    Box::pin(poll_fn(move |cx| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }))
}

/// Two clones of a future: one is polled once and dropped, and the other one waits until it is ready.
pub(crate) fn promise(fixed: bool) -> impl Fn(&World) {
    move |world| {
        let shared = Arc::new(Shared {
            state: AtomicUsize::new(IDLE),
            future: std::sync::Mutex::new(Some(yield_now())),
            wakers: Mutex::default(),
            fixed,
        });
        let clone = shared.clone();
        world.thread("second", move || block_on(poll_fn(|cx| clone.poll(cx))));
        world.spawn("first", async move {
            let once = poll_fn(|cx| Poll::Ready(shared.poll(cx)));
            let _ = once.await;
        });
    }
}
