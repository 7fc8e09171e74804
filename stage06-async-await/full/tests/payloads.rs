//! What a panic was raised with may panic in turn when it is dropped. That is contained as well.

mod support;

use futures::FutureExt;
use stage06_full::{JoinHandle, Runtime, sleep, spawn, spawn_blocking, yield_now};
use std::{
    future::{Future, pending},
    panic::panic_any,
    pin::pin,
    sync::Arc,
    task::{Context, Wake, Waker},
};
use support::{ms, promptly, settle};

/// Panics when it is dropped, with another one.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic_any(Bomb);
    }
}

/// Panics when it is woken, and when it is dropped.
struct Bad;

impl Wake for Bad {
    fn wake(self: Arc<Self>) {
        std::mem::forget(self);
        panic_any(Bomb);
    }
}

/// Panics when it is dropped.
struct BadToDrop;

impl Wake for BadToDrop {
    fn wake(self: Arc<Self>) {}
}

impl Drop for BadToDrop {
    fn drop(&mut self) {
        panic_any(Bomb);
    }
}

/// What is given up without being taken, in a runtime that goes on.
fn contained(program: impl FnOnce(&Runtime) + Send + 'static) {
    promptly("the good task", move || {
        let runtime = Runtime::new();
        let good = runtime.spawn(sleep(ms(1)));
        program(&runtime);
        settle(&runtime);
        runtime.block_on(good).unwrap();
        drop(runtime);
    });
}

async fn explodes() {
    panic_any(Bomb);
}

#[test]
fn of_a_task_that_is_detached() {
    contained(|runtime| drop(runtime.spawn(explodes())));
}

#[test]
fn of_a_task_whose_handle_is_dropped_later() {
    contained(|runtime| {
        let task = runtime.spawn(explodes());
        settle(runtime);
        drop(task);
    });
}

#[test]
fn of_a_task_that_lives_longer_than_its_runtime() {
    contained(|runtime| {
        let inner = Runtime::new();
        let task: JoinHandle<()> = inner.spawn(explodes());
        settle(&inner);
        drop(inner);
        drop(task);
        settle(runtime);
    });
}

#[test]
fn of_a_future_that_is_aborted() {
    contained(|runtime| {
        let bomb = Bomb;
        let task = runtime.spawn(async move {
            let _bomb = bomb;
            pending::<()>().await;
        });
        settle(runtime);
        task.abort();
        drop(task);
    });
}

#[test]
fn of_a_task_from_a_handle() {
    contained(|runtime| {
        drop(runtime.handle().spawn(explodes()));
        let kept = runtime.handle().spawn(explodes());
        settle(runtime);
        drop(kept);
    });
}

#[test]
fn of_a_blocking_job() {
    contained(|runtime| {
        runtime.block_on(async {
            drop(spawn_blocking(|| panic_any::<Bomb>(Bomb)));
            let kept = spawn_blocking(|| panic_any::<Bomb>(Bomb));
            while !kept.is_finished() {
                yield_now().await;
            }
            drop(kept);
        });
    });
}

#[test]
fn of_a_waker_in_a_timer_a_handle_and_a_socket() {
    contained(|runtime| {
        let bad = Waker::from(Arc::new(Bad));
        let mut context = Context::from_waker(&bad);
        let (mut ours, mut theirs) = runtime.block_on(async { support::half_pair() });
        let mut task = runtime.spawn(yield_now());
        let mut timer = pin!(sleep(ms(0)));
        runtime.block_on(async {
            assert!(timer.as_mut().poll(&mut context).is_pending());
            assert!(task.poll_unpin(&mut context).is_pending());
            let read = futures::AsyncReadExt::read(&mut ours, &mut [0]).poll_unpin(&mut context);
            assert!(read.is_pending());
            std::io::Write::write_all(&mut theirs, b"!").unwrap();
            sleep(ms(5)).await;
        });
        runtime.block_on(timer);
        runtime.block_on(task).unwrap();
        let read = futures::AsyncReadExt::read(&mut ours, &mut [0]).now_or_never();
        assert_eq!(read.unwrap().unwrap(), 1);
    });
}

#[test]
fn of_wakers_that_are_dropped_with_the_runtime() {
    contained(|_| {
        let runtime = Runtime::new();
        let mut timers: Vec<_> = (0..3).map(|_| Box::pin(sleep(ms(100_000)))).collect();
        let mut task = runtime.spawn(pending::<()>());
        runtime.block_on(async {
            for timer in &mut timers {
                let bad = Waker::from(Arc::new(BadToDrop)); // the timer's clone is the last
                let mut context = Context::from_waker(&bad);
                assert!(timer.as_mut().poll(&mut context).is_pending());
                let bad = Waker::from(Arc::new(Bad));
                let mut context = Context::from_waker(&bad);
                assert!(task.poll_unpin(&mut context).is_pending());
            }
        });
        drop(runtime);
    });
}

#[test]
fn of_a_future_that_comes_when_the_runtime_is_closing() {
    promptly("the cancellation", || {
        let runtime = Runtime::new();
        let (tell, told) = std::sync::mpsc::channel();
        let late = support::OnDrop(move || {
            let bomb = Bomb;
            let task = spawn(async move { drop(bomb) });
            tell.send(task.now_or_never().unwrap().unwrap_err().is_cancelled())
                .unwrap();
        });
        drop(runtime.spawn(async move {
            let _late = late;
            pending::<()>().await;
        }));
        settle(&runtime);
        drop(runtime);
        assert!(told.recv().unwrap());
    });
}

/// A task that panics while it owns this. Everything is dropped by the unwinding, where a second panic would abort.
async fn ends_with<T>(owned: T) {
    let _owned = owned;
    panic_any("on purpose");
}

/// Polls the future once. The waker that it keeps is the last one, and panics when it is dropped.
fn polled<F: Future + Unpin>(mut future: F) -> F {
    let bad = Waker::from(Arc::new(BadToDrop));
    assert!(
        future
            .poll_unpin(&mut Context::from_waker(&bad))
            .is_pending()
    );
    future
}

/// Runs a task that panics while it owns what the closure makes.
fn unwinds<T: 'static>(make: impl AsyncFnOnce() -> T + Send + 'static) {
    contained(|runtime| {
        let task = runtime.spawn(async move { ends_with(make().await).await });
        let outcome = runtime.block_on(task);
        assert!(outcome.is_err_and(|error| error.is_panic()));
    });
}

#[test]
fn of_a_join_error_while_a_task_unwinds() {
    unwinds(async || spawn(explodes()).await);
}

#[test]
fn of_the_waker_in_a_timer_while_a_task_unwinds() {
    unwinds(async || polled(sleep(ms(100_000))));
}

#[test]
fn of_the_waker_in_a_handle_while_a_task_unwinds() {
    unwinds(async || polled(spawn(pending::<()>())));
    unwinds(async || {
        let (end, ends) = std::sync::mpsc::channel::<()>();
        (polled(spawn_blocking(move || ends.recv())), end)
    });
}

#[test]
fn of_the_waker_in_a_socket_while_a_task_unwinds() {
    unwinds(async || {
        let (mut ours, theirs) = support::half_pair();
        let read = async move { futures::AsyncReadExt::read(&mut ours, &mut [0]).await };
        (polled(Box::pin(read)), theirs)
    });
}
