//! In debug builds a runtime says which tasks wait when nothing can wake them.
#![cfg(debug_assertions)]

#[path = "support/listener.rs"]
mod listener;
mod support;

use futures::{FutureExt, channel::oneshot};
use listener::{Heard, listening};
use stage06_full::{JoinHandle, Runtime, net::TcpListener, sleep, spawn, spawn_blocking};
use std::{cell::RefCell, future::pending, rc::Rc, sync::mpsc::channel, thread};
use support::{ms, promptly};

/// The events of a program that may hang: the thread that hangs is left behind.
fn events(program: impl AsyncFnOnce() + Send + 'static) -> std::sync::mpsc::Receiver<Heard> {
    let (tell, told) = channel();
    let act = move |event: &Heard| _ = tell.send(event.clone());
    thread::spawn(|| listening(act, || Runtime::new().block_on(program())));
    told
}

/// The tasks that are named by the first event of this message.
fn named(message: &'static str, program: impl AsyncFnOnce() + Send + 'static) -> String {
    promptly(message, move || {
        let found = events(program)
            .into_iter()
            .find(|event| event.message.contains(message));
        found.expect("the event").fields
    })
}

async fn waits_for_nothing() {
    pending::<()>().await;
}

#[test]
fn tasks_that_nothing_can_wake_are_named() {
    let fields = named("deadlock", async || {
        let task = spawn(waits_for_nothing());
        spawn(async {}).await.unwrap();
        drop(task);
        pending::<()>().await;
    });
    assert!(fields.contains("task 0 (deadlock::"), "the root: {fields}");
    assert!(
        fields.contains("task 1 (deadlock::waits_for_nothing"),
        "{fields}"
    );
    assert!(!fields.contains("task 2"), "it has ended: {fields}");
}

#[test]
fn tasks_that_wait_for_each_other_are_named() {
    async fn waits_for(other: Rc<RefCell<Option<JoinHandle<()>>>>) {
        let other = other.take().unwrap();
        other.await.unwrap();
    }
    let fields = named("deadlock", async || {
        let slots = [(); 2].map(|()| Rc::new(RefCell::new(None)));
        let one = spawn(waits_for(slots[0].clone()));
        let two = spawn(waits_for(slots[1].clone()));
        slots[1].replace(Some(one));
        slots[0].replace(Some(two));
        spawn(waits_for_nothing()).await.unwrap();
    });
    for task in [
        "task 1 (deadlock::",
        "task 2 (deadlock::",
        "task 3 (deadlock::waits_for_nothing",
    ] {
        assert!(fields.contains(task), "{fields}");
    }
}

#[test]
fn tasks_that_wait_for_messages_of_each_other_are_named_too() {
    let fields = named("only another thread", async || {
        let (one, other) = oneshot::channel::<()>();
        let (two, another) = oneshot::channel::<()>();
        spawn(async move { other.map(|_| two.send(())).await });
        another.map(|_| one.send(())).await.unwrap();
    });
    assert!(
        fields.contains("task 0") && fields.contains("task 1"),
        "{fields}"
    );
}

#[test]
fn many_are_not_all_named() {
    let fields = named("deadlock", async || {
        (0..1000).for_each(|_| drop(spawn(pending::<()>())));
        pending::<()>().await;
    });
    assert!(
        fields.contains("991 more") && fields.len() < 2000,
        "{fields}"
    );
}

#[test]
fn who_can_be_woken_is_not_named() {
    promptly("the end", || {
        let heard = events(async || {
            sleep(ms(1)).await;
            let listener = TcpListener::bind(support::any()).await.unwrap();
            let address = listener.local_addr().unwrap();
            let client = spawn_blocking(move || std::net::TcpStream::connect(address));
            listener.accept().await.unwrap();
            client.await.unwrap().unwrap();
            let (sender, receiver) = oneshot::channel();
            let other = thread::spawn(move || sender.send(()));
            receiver.await.unwrap();
            other.join().unwrap().unwrap();
        });
        let heard: Vec<Heard> = heard.into_iter().collect();
        assert!(!heard.is_empty());
        let wrong = heard
            .iter()
            .find(|event| event.message.contains("deadlock"));
        assert!(wrong.is_none(), "{wrong:?}");
    });
}
