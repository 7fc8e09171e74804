//! What becomes of a task, and who is told.

mod support;

use futures::channel::oneshot;
use stage06_full::{JoinError, JoinHandle, Runtime, spawn, yield_now};
use std::{
    cell::{Cell, RefCell},
    future::pending,
    rc::Rc,
};
use support::{Counted, Gate, OnDrop, panic_of, promptly, settle};

#[test]
fn a_result_comes_to_whoever_awaits_before_or_after_the_end() {
    promptly("both results", || {
        Runtime::new().block_on(async {
            let task = spawn(async { 1 });
            assert!(!task.is_finished());
            assert_eq!(task.await.unwrap(), 1);
            let task = spawn(async { String::from("two") });
            yield_now().await;
            assert!(task.is_finished());
            assert_eq!(task.await.unwrap(), "two");
        });
    });
}

#[test]
fn a_panic_comes_to_the_handle_and_no_further() {
    promptly("the panics", || {
        let runtime = Runtime::new();
        let panics: [fn(); 3] = [
            || panic!("plain"),
            || panic!("{}", 42),
            || std::panic::panic_any(7_u8),
        ];
        let [plain, formatted, odd] = panics.map(|panic| {
            let task = runtime.spawn(async move { panic() });
            runtime.block_on(task).unwrap_err()
        });
        assert!(plain.is_panic() && !plain.is_cancelled());
        assert_eq!(plain.to_string(), "the task panicked: plain");
        assert_eq!(formatted.to_string(), "the task panicked: 42");
        assert_eq!(odd.to_string(), "the task panicked");
        assert_eq!(format!("{plain:?}"), "JoinError(the task panicked: plain)");
        assert_eq!(*odd.into_panic().downcast::<u8>().unwrap(), 7);
        assert_eq!(runtime.metrics().tasks, 0);
    });
}

#[test]
fn what_did_not_panic_has_no_panic_to_give() {
    let runtime = Runtime::new();
    let task = runtime.spawn(pending::<()>());
    task.abort();
    let error = runtime.block_on(task).unwrap_err();
    let message = panic_of(|| error.into_panic());
    assert!(message.contains("it did not panic"), "{message}");
}

#[test]
fn an_error_can_be_sent_and_shared() {
    fn check<T: std::error::Error + Send + Sync + 'static>() {}
    check::<JoinError>();
}

#[test]
fn who_waits_for_a_task_is_polled_when_it_ends_and_not_before() {
    promptly("the task", || {
        let (runtime, gate) = (Runtime::new(), Gate::default());
        let task = runtime.spawn(gate.clone().wait());
        let polls = Rc::new(Cell::new(0));
        let waiting = runtime.spawn(Counted(task, polls.clone()));
        settle(&runtime);
        for _ in 0..3 {
            gate.waker().wake();
            settle(&runtime);
        }
        assert_eq!((gate.polls(), polls.get()), (4, 1));
        gate.open();
        runtime.block_on(waiting).unwrap().unwrap();
        assert_eq!((gate.polls(), polls.get()), (5, 2));
    });
}

#[test]
fn only_the_last_who_asked_is_woken() {
    promptly("the second", || {
        let (runtime, gate) = (Runtime::new(), Gate::default());
        let task = Rc::new(RefCell::new(runtime.spawn(gate.clone().wait())));
        let polls = [(); 2].map(|()| Rc::new(Cell::new(0)));
        let wait = |polls: &Rc<Cell<u32>>| {
            let (task, polls) = (task.clone(), polls.clone());
            let poll = move |context: &mut std::task::Context<'_>| {
                std::pin::Pin::new(&mut *task.borrow_mut()).poll(context)
            };
            runtime.spawn(Counted(std::future::poll_fn(poll), polls))
        };
        let waiting = [wait(&polls[0]), wait(&polls[1])];
        settle(&runtime);
        gate.open();
        settle(&runtime);
        assert_eq!([polls[0].get(), polls[1].get()], [1, 2]);
        drop(waiting);
    });
}

#[test]
fn a_handle_that_was_ready_panics_when_it_is_polled_again() {
    promptly("the panic", || {
        Runtime::new().block_on(async {
            let mut task = spawn(async {});
            (&mut task).await.unwrap();
            assert!(task.is_finished());
            task.abort();
            let again = spawn(task).await.unwrap_err();
            assert!(again.to_string().contains("after it was ready"), "{again}");
        });
    });
}

#[test]
fn a_dropped_handle_lets_the_task_go_on_and_its_output_is_dropped_once() {
    promptly("the task", || {
        for dropped_before_the_end in [true, false] {
            let (runtime, gate) = (Runtime::new(), Gate::default());
            let drops = Rc::new(Cell::new(0));
            let (waits, count) = (gate.clone(), drops.clone());
            let task = runtime.spawn(async move {
                waits.wait().await;
                OnDrop(move || count.set(count.get() + 1))
            });
            let kept = (!dropped_before_the_end).then_some(task);
            settle(&runtime);
            gate.open();
            settle(&runtime);
            assert_eq!(gate.polls(), 2);
            assert_eq!(drops.get(), u32::from(dropped_before_the_end));
            drop(kept);
            assert_eq!((drops.get(), runtime.metrics().tasks), (1, 0));
        }
    });
}

#[test]
fn a_task_that_waits_for_itself_panics_with_a_sentence() {
    promptly("the panic", || {
        let runtime = Runtime::new();
        let own = Rc::new(RefCell::new(None::<JoinHandle<()>>));
        let (slot, told) = (own.clone(), oneshot::channel());
        let task = runtime.spawn(async move {
            let mut myself = slot.borrow_mut().take().unwrap();
            // Even so another task must be able to await the handle.
            let waits =
                std::future::poll_fn(|context| std::pin::Pin::new(&mut myself).poll(context));
            let panic = futures::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(waits)).await;
            told.0.send(myself).unwrap();
            std::panic::resume_unwind(panic.unwrap_err());
        });
        own.replace(Some(task));
        let error = runtime.block_on(async { told.1.await.unwrap().await });
        let error = error.unwrap_err().to_string();
        assert_eq!(error, "the task panicked: a task waits for itself");
    });
}

#[test]
fn a_handle_can_be_awaited_in_another_runtime_and_in_none() {
    promptly("both results", || {
        let (runtime, gate) = (Runtime::new(), Gate::default());
        let tasks = [(); 3].map(|()| runtime.spawn(gate.clone().wait()));
        settle(&runtime);
        gate.unlock();
        let [here, there, nowhere] = tasks;
        let waiting = Runtime::new();
        let polls = Rc::new(Cell::new(0));
        let there = waiting.spawn(Counted(there, polls.clone()));
        settle(&waiting);
        assert_eq!((there.is_finished(), polls.get()), (false, 1));
        gate.waker().wake();
        drop(here);
        settle(&runtime); // only the last of the three was woken
        stage06_full::block_on(nowhere).unwrap();
        drop(runtime);
        assert!(waiting.block_on(there).unwrap().unwrap_err().is_cancelled());
        assert_eq!(polls.get(), 2);
    });
}

#[test]
fn a_wake_that_ends_another_runtimes_wait_comes_through_its_inject_queue() {
    promptly("the outer runtime", || {
        let (one, two) = (Runtime::new(), Runtime::new());
        let gate = Gate::default();
        let task = one.spawn(gate.clone().wait());
        settle(&one);
        let waiting = two.spawn(task);
        settle(&two);
        gate.open();
        settle(&one);
        assert!(two.block_on(waiting).unwrap().is_ok());
        assert_eq!((one.metrics().tasks, two.metrics().tasks), (0, 0));
    });
}
