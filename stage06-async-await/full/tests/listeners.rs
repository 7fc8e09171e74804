//! A listener of the runtime's events may do anything, at any of them.

#[path = "support/listener.rs"]
mod listener;
mod support;

use futures::{
    AsyncReadExt, StreamExt,
    channel::mpsc::{UnboundedReceiver, unbounded},
};
use listener::listening;
use stage06_full::{JoinHandle, Runtime, SendJoinHandle, sleep, spawn, yield_now};
use std::{
    cell::{Cell, RefCell},
    future::{pending, poll_fn},
    panic::resume_unwind,
    rc::Rc,
    task::Poll,
    thread,
};
use support::{half_pair, ms, promptly};

#[test]
fn a_message_that_is_sent_at_the_event_park_arrives() {
    let arrives = |runtime: fn() -> Runtime, socket: bool| {
        let (sender, mut messages) = unbounded();
        let act = move |event: &listener::Heard| {
            if event.message == "park" {
                let _ = sender.unbounded_send(());
            }
        };
        listening(act, || {
            runtime().block_on(async {
                let _socket = socket.then(half_pair);
                let task = spawn(async move { messages.next().await });
                assert_eq!(task.await.unwrap(), Some(()));
            });
        });
    };
    promptly("the messages", move || {
        for runtime in [Runtime::new, Runtime::with_virtual_time] {
            arrives(runtime, false);
            arrives(runtime, true);
        }
    });
}

#[test]
fn a_task_that_is_spawned_at_the_event_park_runs_before_virtual_time_passes() {
    promptly("the task", || {
        let runtime = Runtime::with_virtual_time();
        let (handle, begin) = (
            runtime.handle(),
            runtime.block_on(async { stage06_full::now() }),
        );
        let ran = Rc::new(RefCell::new(None::<SendJoinHandle<_>>));
        let spawned = ran.clone();
        let act = move |event: &listener::Heard| {
            if event.message == "park" && spawned.borrow().is_none() {
                spawned.replace(Some(handle.spawn(async { stage06_full::now() })));
            }
        };
        listening(act, || runtime.block_on(sleep(ms(1000))));
        let task = ran.take().unwrap();
        assert_eq!(runtime.block_on(task).unwrap(), begin);
    });
}

/// A listener parks the loop's thread at the event `sleep`, so that a wake from another thread ends *its* sleep.
fn robbed(park: fn()) {
    promptly("the wake", move || {
        let (sender, mut messages) = unbounded();
        let (parks, will_park) = std::sync::mpsc::channel();
        let robbed = Cell::new(false);
        let act = move |event: &listener::Heard| {
            if event.message == "park" && !robbed.replace(true) {
                parks.send(()).unwrap();
                park();
            }
        };
        let other = thread::spawn(move || {
            will_park.recv().unwrap();
            sender.unbounded_send(7).unwrap();
        });
        let heard = listening(act, || Runtime::new().block_on(messages.next()));
        assert_eq!(heard, Some(7));
        other.join().unwrap();
    });
}

#[test]
fn a_listener_that_parks_the_thread_does_not_take_the_loops_wake() {
    robbed(thread::park);
}

#[test]
fn a_listener_that_takes_every_unpark_does_not_take_the_loops_wake() {
    robbed(|| {
        thread::park();
        thread::current().unpark();
        thread::park(); // nothing is left of it
    });
}

/// Does something that emits every event there is. It goes on when the event `sleep` was heard.
async fn everything(mut slept: UnboundedReceiver<()>) -> u32 {
    let (mut ours, mut theirs) = half_pair();
    let (gone, task) = (spawn(pending::<()>()), spawn(async { yield_now().await }));
    let reading = spawn(async move {
        let mut byte = [0];
        ours.read_exact(&mut byte).await.unwrap();
        byte[0]
    });
    let woken = thread::spawn(move || {
        let written = std::io::Write::write_all(&mut theirs, b"!");
        written.map(|()| theirs)
    });
    gone.abort();
    task.await.unwrap();
    assert!(gone.await.unwrap_err().is_cancelled());
    slept.next().await.unwrap();
    drop(slept);
    let byte = reading.await.unwrap();
    drop(woken.join().unwrap().unwrap());
    u32::from(byte)
}

const EVENTS: [&str; 7] = [
    "spawn", "wake", "poll", "complete", "register", "ready", "park",
];

/// Runs everything with this listener, and sees that it heard each event, and that none of its acts panicked.
fn at_any_event(act: impl FnMut() + Send + 'static) {
    let acts = at_any_event_even_if_it_panics(act);
    assert_eq!(
        acts.begun, acts.done,
        "a panic of the listener's is contained, but there is none"
    );
}

/// How often a listener began to act, and how often it came to the end.
#[derive(Clone, Copy, Default)]
struct Acts {
    begun: u32,
    done: u32,
}

fn at_any_event_even_if_it_panics(mut act: impl FnMut() + Send + 'static) -> Acts {
    promptly("everything", move || {
        let (heard, acts) = (
            Rc::new(RefCell::new(Vec::new())),
            Rc::new(Cell::new(Acts::default())),
        );
        let (hears, counts) = (heard.clone(), acts.clone());
        let mut act = move || {
            let mut acts = counts.get();
            acts.begun += 1;
            counts.set(acts);
            act();
            acts.done += 1;
            counts.set(acts);
        };
        let (tell, slept) = unbounded();
        let listener = move |event: &listener::Heard| {
            if event.message == "park" {
                let _ = tell.unbounded_send(());
            }
            let mut hears = hears.borrow_mut();
            hears.push(event.message.clone());
            let so_far = hears.iter().filter(|message| **message == event.message);
            let acts = so_far.count() <= 10; // one that always acts lets nothing come to rest
            drop(hears);
            acts.then(&mut act);
        };
        let byte = listening(listener, || Runtime::new().block_on(everything(slept)));
        assert_eq!(byte, u32::from(b'!'));
        let heard = heard.borrow();
        for event in EVENTS {
            assert!(heard.iter().any(|message| message == event), "{event}");
        }
        acts.get()
    })
}

thread_local! {
    /// What a listener holds; it need not be `Send`.
    static HELD: RefCell<Vec<JoinHandle<()>>> = const { RefCell::new(Vec::new()) };
}

#[test]
fn it_aborts_a_task() {
    at_any_event(|| {
        let task = HELD.take().pop();
        task.iter().for_each(JoinHandle::abort);
        if stage06_full::is_running() {
            HELD.set(vec![spawn(pending())]);
        }
    });
}

#[test]
fn it_makes_and_drops_a_runtime_with_a_task_and_a_socket() {
    at_any_event(|| {
        let runtime = Runtime::new();
        drop(runtime.spawn(pending::<()>()));
        let task = runtime.spawn(async {});
        drop(runtime);
        assert!(task.is_finished());
    });
}

#[test]
fn it_spawns_sets_timers_and_makes_sockets() {
    at_any_event(|| {
        if !stage06_full::is_running() {
            return;
        }
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        let mut timer = sleep(ms(1));
        let _ = Future::poll(std::pin::Pin::new(&mut timer), &mut context);
        drop(spawn(timer));
        drop(stage06_full::Handle::current().spawn(async {}));
        drop(half_pair());
        let _ = stage06_full::metrics();
    });
}

#[test]
fn it_wakes_everybody() {
    let wakers = std::sync::Arc::new(std::sync::Mutex::new(Vec::<std::task::Waker>::new()));
    let woken = wakers.clone();
    promptly("the tasks", move || {
        let act = move |_: &listener::Heard| {
            let wakers = woken.lock().unwrap().clone();
            wakers.iter().for_each(std::task::Waker::wake_by_ref);
        };
        let polls = Cell::new(0);
        let program = poll_fn(|context| {
            wakers.lock().unwrap().push(context.waker().clone());
            polls.set(polls.get() + 1);
            match polls.get() < 100 {
                true => Poll::Pending,
                false => Poll::Ready(()),
            }
        });
        listening(act, || Runtime::new().block_on(program));
    });
}

#[test]
fn it_panics_and_loses_nothing() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            resume_unwind(Box::new(Bomb));
        }
    }
    let acts = at_any_event_even_if_it_panics(|| resume_unwind(Box::new(Bomb)));
    assert_eq!(acts.done, 0);
}
