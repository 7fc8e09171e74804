//! A runtime that is current without running.

mod support;

use stage06_full::{
    Handle, Runtime, interval, is_running,
    net::{TcpListener, UdpSocket},
    now, sleep, spawn, spawn_blocking,
};
use std::{cell::Cell, net, rc::Rc, time::Duration};
use support::{any, panic_of, promptly};

#[test]
fn what_needs_a_runtime_finds_the_entered_one() {
    promptly("the tasks", || {
        let runtime = Runtime::with_virtual_time();
        let polls = Rc::new(Cell::new(0));
        let guard = runtime.enter();
        let counted = polls.clone();
        let task = spawn(async move { counted.set(counted.get() + 1) });
        let job = spawn_blocking(|| 42);
        let remote = Handle::current().spawn(async { 43 });
        let socket = UdpSocket::from_std(net::UdpSocket::bind(any()).unwrap()).unwrap();
        let (mut clock, begin) = (interval(Duration::from_secs(3600)), now());
        assert_eq!(polls.get(), 0, "it does not run");
        assert_eq!(stage06_full::metrics().sockets, 1);
        drop(guard);
        runtime.block_on(async {
            task.await.unwrap();
            assert_eq!((job.await.unwrap(), remote.await.unwrap()), (42, 43));
            clock.tick().await;
            assert_eq!(clock.tick().await - begin, Duration::from_secs(3600));
            socket.send_to(b"", any()).await.unwrap_or_default();
        });
        assert_eq!(polls.get(), 1);
    });
}

#[test]
fn it_is_not_current_any_more_when_the_guard_is_gone() {
    let runtime = Runtime::new();
    drop(runtime.enter());
    let message = panic_of(|| spawn(async {}));
    assert!(
        message.contains("no runtime runs on this thread"),
        "{message}"
    );
}

#[test]
fn the_entered_runtime_and_others_may_run() {
    promptly("the loops", || {
        let [outer, inner] = [Runtime::new(), Runtime::new()];
        let _guard = outer.enter();
        assert!(!is_running());
        inner.block_on(async {
            assert!(is_running());
            spawn(async {});
            assert_eq!(inner.metrics().tasks, 2);
        });
        outer.block_on(sleep(Duration::ZERO));
        outer.block_on(async { TcpListener::bind(any()).await.unwrap() });
        spawn(async {});
        assert_eq!(outer.metrics().tasks, 1);
        assert!(!is_running());
    });
}

#[test]
fn a_task_may_enter_another_runtime_to_spawn_there() {
    promptly("the task", || {
        let [here, there] = [Runtime::new(), Runtime::new()];
        here.block_on(async {
            let guard = there.enter();
            spawn(async {});
            let message = panic_of(|| there.block_on(async {}));
            assert!(message.contains("block_on inside of block_on"), "{message}");
            drop(guard);
            spawn(async {}).await.unwrap();
        });
        assert_eq!((here.metrics().tasks, there.metrics().tasks), (0, 1));
    });
}

#[test]
fn guards_end_in_the_reverse_order() {
    let [one, other] = [Runtime::new(), Runtime::new()];
    let (first, second) = (one.enter(), other.enter());
    let message = panic_of(|| drop(first));
    assert!(
        message.contains("before one that was made later"),
        "{message}"
    );
    drop(second);
}
