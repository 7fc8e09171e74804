//! Code of the user's runs in the middle of everything. It may use the runtime there: nothing is borrowed or locked.

mod support;

use futures::channel::mpsc;
use futures::{SinkExt, StreamExt};
use stage06::events::{Event, observe};
use stage06::net::{TcpListener, TcpStream};
use stage06::runtime::{Runtime, sleep, spawn, yield_now};
use std::cell::{Cell, RefCell};
use std::future::{Future, pending, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use support::{OnDrop, on_wake, on_waker_drop, promptly};

const MS: Duration = Duration::from_millis(1);

/// Uses all parts of the runtime.
fn use_everything() {
    drop(spawn(async {}));
    let mut nap = pin!(sleep(1000 * MS));
    let pending = nap.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert!(pending.is_pending());
    drop(TcpListener::bind(([127, 0, 0, 1], 0).into()).unwrap());
}

/// Runs this inside of a runtime, and then a task, which must end.
fn running(check: impl AsyncFnOnce() + Send + 'static) {
    promptly("the tasks", || {
        Runtime::new().unwrap().block_on(async {
            check().await;
            assert_eq!(spawn(async { 7 }).await, Ok(7));
        });
    });
}

#[test]
fn a_waker_that_a_timer_calls() {
    running(async || {
        let mut nap = pin!(sleep(MS));
        let waker = on_wake(use_everything);
        assert!(
            nap.as_mut()
                .poll(&mut Context::from_waker(&waker))
                .is_pending()
        );
        sleep(3 * MS).await;
    });
}

#[test]
fn the_destructor_of_a_waker_that_a_timer_replaces() {
    running(async || {
        let mut nap = pin!(sleep(1000 * MS));
        let waker = on_waker_drop(use_everything);
        assert!(
            nap.as_mut()
                .poll(&mut Context::from_waker(&waker))
                .is_pending()
        );
        drop(waker);
        let mut context = Context::from_waker(Waker::noop());
        assert!(nap.as_mut().poll(&mut context).is_pending());
    });
}

#[test]
fn the_destructor_of_a_waker_whose_sleep_is_dropped() {
    running(async || {
        let mut nap = Box::pin(sleep(1000 * MS));
        let waker = on_waker_drop(use_everything);
        assert!(
            nap.as_mut()
                .poll(&mut Context::from_waker(&waker))
                .is_pending()
        );
        drop(waker);
        drop(nap);
    });
}

#[test]
fn a_waker_that_a_socket_calls_and_the_destructor_of_one_that_it_replaces() {
    running(async || {
        let mut listener = TcpListener::bind(([127, 0, 0, 1], 0).into()).unwrap();
        let address = listener.local_addr().unwrap();
        let mut accept = Box::pin(listener.accept());
        for waker in [on_waker_drop(use_everything), on_wake(use_everything)] {
            let mut context = Context::from_waker(&waker);
            assert!(accept.as_mut().poll(&mut context).is_pending());
        }
        let _client = TcpStream::connect(address).await.unwrap();
        for _ in 0..20 {
            yield_now().await;
        }
    });
}

#[test]
fn the_destructor_of_a_waker_whose_socket_is_dropped() {
    running(async || {
        let mut listener = TcpListener::bind(([127, 0, 0, 1], 0).into()).unwrap();
        let waker = on_waker_drop(use_everything);
        let mut accept = Box::pin(listener.accept());
        let mut context = Context::from_waker(&waker);
        assert!(accept.as_mut().poll(&mut context).is_pending());
        drop((waker, accept));
        drop(listener);
    });
}

#[test]
fn a_waker_that_a_handle_calls() {
    running(async || {
        let mut task = spawn(yield_now());
        let waker = on_wake(use_everything);
        let mut context = Context::from_waker(&waker);
        assert!(Pin::new(&mut task).poll(&mut context).is_pending());
        for _ in 0..3 {
            yield_now().await;
        }
        assert!(task.is_finished());
    });
}

#[test]
fn the_destructor_of_a_task_that_ends_and_of_one_that_is_aborted() {
    running(async || {
        drop(spawn(async {
            let _acts = OnDrop(use_everything);
        }));
        let task = spawn(async {
            let _acts = OnDrop(use_everything);
            pending::<()>().await
        });
        yield_now().await;
        task.abort();
        yield_now().await;
        yield_now().await;
        assert!(task.is_finished());
    });
}

#[test]
fn the_destructor_of_an_output_that_no_task_wants() {
    running(async || {
        let ran = Rc::new(Cell::new(false));
        let seen = ran.clone();
        drop(spawn(async move {
            OnDrop(move || {
                use_everything();
                seen.set(true);
            })
        }));
        yield_now().await;
        yield_now().await;
        assert!(ran.get());
    });
}

/// A future that keeps the waker of whoever polls it.
fn bed(waker: Rc<RefCell<Option<Waker>>>) -> impl Future<Output = ()> {
    let mut polled = false;
    poll_fn(move |context| {
        if polled {
            return Poll::Ready(());
        }
        polled = true;
        waker.replace(Some(context.waker().clone()));
        Poll::Pending
    })
}

#[test]
fn an_observer_that_wakes_a_task_right_before_the_sleep() {
    thread_local! {
        static SENDER: RefCell<Option<mpsc::UnboundedSender<()>>> = const { RefCell::new(None) };
        static TURNS: Cell<u32> = const { Cell::new(0) };
    }
    running(async || {
        let (sender, mut receiver) = mpsc::unbounded();
        SENDER.set(Some(sender));
        // At each turn, when the loop is about to decide whether it may sleep; and right after it was asleep.
        observe(Some(|event| {
            if matches!(event, Event::Turn | Event::Select(_)) {
                TURNS.set(TURNS.get() + 1);
                SENDER.with_borrow(|sender| sender.as_ref().map(|s| s.unbounded_send(())));
            }
        }));
        for _ in 0..100 {
            receiver.next().await.unwrap();
        }
        observe(None);
        SENDER.set(None);
    });
}

#[test]
fn an_observer_that_uses_the_runtime_at_every_event() {
    thread_local!(static INSIDE: Cell<bool> = const { Cell::new(false) });
    running(async || {
        observe(Some(|_| {
            if !INSIDE.replace(true) {
                use_everything();
                std::thread::current().unpark();
                std::thread::park_timeout(Duration::ZERO); // eats a token, if there is one
                INSIDE.set(false);
            }
        }));
        let waker = Rc::default();
        let task = spawn(bed(Rc::clone(&waker)));
        sleep(MS).await;
        waker.borrow_mut().take().unwrap().wake();
        task.await.unwrap();
        let mut listener = TcpListener::bind(([127, 0, 0, 1], 0).into()).unwrap();
        let address = listener.local_addr().unwrap();
        let client = spawn(TcpStream::connect(address));
        listener.accept().await.unwrap();
        client.await.unwrap().unwrap();
        observe(None);
    });
}

#[test]
fn a_channel_between_tasks() {
    running(async || {
        let (mut sender, receiver) = mpsc::channel(1);
        let sum = spawn(receiver.fold(0, async |sum, n: u32| sum + n));
        for n in 1..=100 {
            sender.send(n).await.unwrap();
        }
        drop(sender);
        assert_eq!(sum.await, Ok(5050));
    });
}
