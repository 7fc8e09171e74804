//! User code runs in the middle of everything: drops and wakers that come back into the runtime.

mod support;

use stage06_full::{JoinHandle, Runtime, Sleep, sleep, spawn, yield_now};
use std::{
    cell::{Cell, RefCell},
    future::pending,
    pin::Pin,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    task::{Context, Poll, Wake, Waker},
};
use support::{Gate, Log, OnDrop, half_pair, ms, promptly, settle};

#[test]
fn a_drop_that_spawns_aborts_and_wakes_others() {
    promptly("the tasks", || {
        let runtime = Runtime::new();
        runtime.block_on(async {
            let (log, gate) = (Log::new(), Gate::default());
            let victim = spawn(pending::<()>());
            let waiting = spawn(gate.clone().wait());
            let (lines, opens) = (log.clone(), gate.clone());
            let task = spawn(async move {
                let _guard = OnDrop(move || {
                    victim.abort();
                    opens.open();
                    let lines = lines.clone();
                    spawn(async move { lines.add("spawned") });
                });
                pending::<()>().await;
            });
            yield_now().await;
            task.abort();
            waiting.await.unwrap();
            yield_now().await;
            assert_eq!(log.lines(), ["spawned"]);
            assert!(task.await.unwrap_err().is_cancelled());
        });
        assert_eq!(runtime.metrics().tasks, 0);
    });
}

#[test]
fn a_drop_that_aborts_its_own_task_and_drops_its_handle() {
    promptly("the task", || {
        let runtime = Runtime::new();
        runtime.block_on(async {
            let own = Rc::new(RefCell::new(None::<JoinHandle<()>>));
            let myself = own.clone();
            let task = spawn(async move {
                let _guard = OnDrop(move || {
                    let task = myself.borrow_mut().take().unwrap();
                    task.abort();
                    drop(task);
                });
                yield_now().await;
            });
            own.replace(Some(task));
            yield_now().await;
            yield_now().await;
            assert!(own.borrow().is_none());
        });
        assert_eq!(runtime.metrics().tasks, 0);
    });
}

#[test]
fn a_chain_of_tasks_that_abort_each_other_in_their_drops() {
    promptly("the chain", || {
        let drops = Rc::new(Cell::new(0));
        Runtime::new().block_on(async {
            let mut next = spawn(pending::<()>());
            for _ in 0..100 {
                let drops = drops.clone();
                let guard = OnDrop(move || {
                    drops.set(drops.get() + 1);
                    next.abort();
                });
                next = spawn(async move {
                    let _guard = guard;
                    pending::<()>().await;
                });
            }
            next.abort();
        });
        assert_eq!(drops.get(), 100);
    });
}

type Act = Box<dyn FnMut(&'static str)>;

thread_local! {
    /// What the waker of another executor does; it must be `Send`, but what it does need not be.
    static ACT: RefCell<Option<Act>> = const { RefCell::new(None) };
}

/// The waker of another executor, which acts at its wake and at its drop.
struct Stranger(AtomicUsize);

fn act(when: &'static str) {
    // While it acts there is nothing to do: what it drops may come back here.
    if let Some(mut doing) = ACT.take() {
        doing(when);
        ACT.set(Some(doing));
    }
}

impl Wake for Stranger {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
        act("wake");
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        act("drop");
    }
}

fn stranger() -> Waker {
    Waker::from(Arc::new(Stranger(AtomicUsize::new(0))))
}

/// Does all that a runtime can be asked for: spawns, aborts and joins tasks, sets and drops timers, makes and drops
/// sockets.
fn ask_for_everything(log: &Log<&'static str>, when: &'static str) {
    log.add(when);
    let mut context = Context::from_waker(Waker::noop());
    let mut timer = sleep(ms(1));
    let _ = Pin::new(&mut timer).poll(&mut context);
    timer.reset(stage06_full::now());
    let mut task = spawn(async move {
        let _timer = timer;
        pending::<()>().await;
    });
    let _ = Pin::new(&mut task).poll(&mut context);
    drop(spawn(async {}));
    let (mut socket, _theirs) = half_pair();
    let read = Pin::new(&mut socket);
    let _ = futures::AsyncRead::poll_read(read, &mut context, &mut [0]);
    task.abort();
}

/// Polls `future` once with a waker that asks for everything when it is woken or dropped, lets `then` happen, and
/// gives what the waker has done.
fn with_foreign<F: Future + Unpin + 'static>(
    make: impl FnOnce() -> F,
    then: impl AsyncFnOnce(&mut F),
) -> Vec<&'static str> {
    let (log, lines) = (Log::new(), Log::new());
    lines.add("");
    let doing = log.clone();
    ACT.set(Some(Box::new(move |when| ask_for_everything(&doing, when))));
    let runtime = Runtime::new();
    runtime.block_on(async {
        let mut future = make();
        let mut context_of = |waker: &Waker| {
            let poll = Pin::new(&mut future).poll(&mut Context::from_waker(waker));
            assert!(matches!(poll, Poll::Pending));
        };
        context_of(&stranger());
        context_of(&stranger()); // the first is dropped for the second
        then(&mut future).await;
    });
    settle(&runtime);
    drop(runtime);
    ACT.take();
    log.lines()
}

#[test]
fn stranger_wakers_in_timers() {
    promptly("the timers", || {
        let fired = with_foreign(|| sleep(ms(5)), async |_: &mut Sleep| sleep(ms(10)).await);
        assert_eq!(fired, ["drop", "wake", "drop"]);
        let cancelled = with_foreign(
            || sleep(ms(5000)),
            async |timer: &mut Sleep| *timer = sleep(ms(1)),
        );
        assert_eq!(cancelled, ["drop", "drop"]);
        let reset = with_foreign(
            || sleep(ms(5000)),
            async |timer: &mut Sleep| {
                timer.reset(stage06_full::now());
                sleep(ms(1)).await;
            },
        );
        assert_eq!(reset, ["drop", "wake", "drop"]);
    });
}

#[test]
fn stranger_wakers_in_handles() {
    promptly("the tasks", || {
        let ended = with_foreign(
            || spawn(async { sleep(ms(1)).await }),
            async |_: &mut JoinHandle<()>| sleep(ms(10)).await,
        );
        assert_eq!(ended, ["drop", "wake", "drop"]);
        let aborted = with_foreign(
            || spawn(pending()),
            async |task: &mut JoinHandle<()>| task.abort(),
        );
        assert_eq!(aborted, ["drop", "wake", "drop"]);
        let detached = with_foreign(
            || spawn(pending()),
            async |task: &mut JoinHandle<()>| *task = spawn(async {}),
        );
        assert_eq!(detached, ["drop", "drop"]);
    });
}

#[test]
fn stranger_wakers_in_sockets() {
    promptly("the sockets", || {
        let read = |then: bool| {
            let (ours, mut theirs) = support::pair();
            with_foreign(
                move || {
                    let mut socket = stage06_full::net::TcpStream::from_std(ours).unwrap();
                    Box::pin(std::future::poll_fn(move |context| {
                        futures::AsyncRead::poll_read(Pin::new(&mut socket), context, &mut [0])
                    }))
                },
                async move |_: &mut Pin<Box<_>>| {
                    if then {
                        std::io::Write::write_all(&mut theirs, b"x").unwrap();
                        sleep(ms(10)).await;
                    }
                },
            )
        };
        assert_eq!(read(true), ["drop", "wake", "drop"]);
        assert_eq!(read(false), ["drop", "drop"]);
    });
}
