//! Panics in the future of a task, wherever it is dropped, and in its output.

mod support;

use stage06_full::{JoinHandle, Runtime, spawn, yield_now};
use std::{cell::RefCell, future::pending, rc::Rc};
use support::{Gate, OnDrop, promptly, settle};

/// Panics when it is dropped.
fn bomb() -> OnDrop<impl FnMut()> {
    OnDrop(|| panic!("dropped on purpose"))
}

/// A runtime with another task, of which nothing is special. It must end well at the end of the test.
fn with_a_good_task(check: impl FnOnce(&Runtime) + Send + 'static) {
    promptly("the good task", || {
        let (runtime, gate) = (Runtime::new(), Gate::default());
        let good = runtime.spawn(gate.clone().wait());
        settle(&runtime);
        check(&runtime);
        gate.open();
        runtime.block_on(good).unwrap();
        assert_eq!(runtime.metrics().tasks, 0, "nothing is kept");
    });
}

#[test]
fn in_a_later_poll() {
    with_a_good_task(|runtime| {
        let task = runtime.spawn(async {
            yield_now().await;
            panic!("on purpose");
        });
        let error = runtime.block_on(task).unwrap_err();
        assert_eq!(error.to_string(), "the task panicked: on purpose");
    });
}

#[test]
fn of_a_task_that_nobody_awaits() {
    with_a_good_task(|runtime| {
        runtime.spawn(async { panic!("on purpose") });
        settle(runtime);
        assert_eq!(runtime.metrics().tasks, 1);
    });
}

#[test]
fn in_the_drop_of_a_future_that_was_ready() {
    with_a_good_task(|runtime| {
        let armed = bomb();
        let mut ready = std::future::ready(7);
        let future = std::future::poll_fn(move |context| {
            let _armed = &armed;
            std::pin::Pin::new(&mut ready).poll(context)
        });
        let error = runtime.block_on(runtime.spawn(future)).unwrap_err();
        assert_eq!(error.to_string(), "the task panicked: dropped on purpose");
    });
}

#[test]
fn in_the_drop_of_an_aborted_future() {
    with_a_good_task(|runtime| {
        let armed = bomb();
        let task = runtime.spawn(async move {
            let _armed = armed;
            pending::<()>().await;
        });
        settle(runtime);
        task.abort();
        let error = runtime.block_on(task).unwrap_err();
        assert!(error.is_panic() && !error.is_cancelled());
    });
}

#[test]
fn in_the_drop_of_a_future_that_was_aborted_in_its_poll() {
    with_a_good_task(|runtime| {
        let own = Rc::new(RefCell::new(None::<JoinHandle<()>>));
        let (armed, myself) = (bomb(), own.clone());
        let task = runtime.spawn(async move {
            let _armed = armed;
            myself.borrow().as_ref().unwrap().abort();
            pending::<()>().await;
        });
        own.replace(Some(task));
        settle(runtime);
        let task = own.take().unwrap();
        assert!(runtime.block_on(task).unwrap_err().is_panic());
    });
}

#[test]
fn in_the_drop_of_a_future_and_of_its_output() {
    with_a_good_task(|runtime| {
        let armed = bomb();
        let future = std::future::poll_fn(move |_| {
            let _armed = &armed;
            std::task::Poll::Ready(bomb())
        });
        let error = runtime.block_on(runtime.spawn(future)).err().unwrap();
        assert!(error.is_panic());
    });
}

#[test]
fn in_the_drop_of_an_output_that_nobody_wants() {
    with_a_good_task(|runtime| {
        drop(runtime.spawn(async { bomb() }));
        settle(runtime);
        let kept = runtime.spawn(async { bomb() });
        settle(runtime);
        drop(kept); // the output is there already
    });
}

#[test]
fn in_the_drop_of_futures_that_end_with_the_runtime() {
    promptly("the other futures", || {
        let runtime = Runtime::new();
        let drops = Rc::new(RefCell::new(Vec::new()));
        let spawn_one = |n: usize| {
            let drops = drops.clone();
            runtime.spawn(async move {
                let _armed = OnDrop(move || {
                    drops.borrow_mut().push(n);
                    assert_ne!(n, 1, "dropped on purpose");
                });
                pending::<()>().await;
            })
        };
        let mut tasks: Vec<_> = (0..3).map(spawn_one).collect();
        settle(&runtime);
        drop(runtime);
        assert_eq!(*drops.borrow(), [0, 1, 2]);
        let outcome = |task: JoinHandle<()>| stage06_full::block_on(task).unwrap_err().is_panic();
        let panicked: Vec<bool> = tasks.drain(..).map(outcome).collect();
        assert_eq!(panicked, [false, true, false]);
    });
}

#[test]
fn in_the_poll_of_a_task_that_others_wait_for() {
    with_a_good_task(|runtime| {
        let error = runtime.block_on(async {
            let inner: JoinHandle<()> = spawn(async { panic!("on purpose") });
            let outer = spawn(async { inner.await.unwrap() });
            outer.await.unwrap_err().to_string()
        });
        assert!(error.contains("JoinError(the task panicked: on purpose)"));
    });
}

#[test]
fn in_somebody_elses_waker() {
    struct Bad;
    impl std::task::Wake for Bad {
        fn wake(self: std::sync::Arc<Self>) {
            panic!("woken on purpose");
        }
    }
    with_a_good_task(|runtime| {
        let bad = std::task::Waker::from(std::sync::Arc::new(Bad));
        let mut context = std::task::Context::from_waker(&bad);
        let mut joined = std::pin::pin!(runtime.spawn(yield_now()));
        assert!(joined.as_mut().poll(&mut context).is_pending());
        let mut due = std::pin::pin!(stage06_full::sleep(std::time::Duration::ZERO));
        runtime.block_on(async {
            assert!(due.as_mut().poll(&mut context).is_pending());
            yield_now().await;
        });
        settle(runtime);
        assert!(
            runtime.block_on(joined).is_ok(),
            "the task ended all the same"
        );
        runtime.block_on(due);
    });
}
