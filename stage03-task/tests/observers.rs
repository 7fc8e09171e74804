//! An observer that uses the loop and its tasks at every event: nothing is borrowed meanwhile.

mod support;

use stage01::{Result, Yielder, co};
use stage02::{EventLoop, Future, Interest};
use stage03::{
    Await, Fetcher, Task, Wait,
    observe::observe,
    site::{Behaviour, Site},
};
use std::cell::{Cell, RefCell};
use support::{pair, promptly, result};

thread_local! {
    /// The loop, and the task that is cancelled again and again.
    static USED: RefCell<Option<(EventLoop, Task)>> = const { RefCell::new(None) };
    static EVENTS: Cell<usize> = const { Cell::new(0) };
}

/// Uses all that a loop and a task have; but not at the events of that, and not forever: each use leads to further events.
fn use_all() {
    let used = USED.take().filter(|_| EVENTS.get() < 100);
    let Some((event_loop, task)) = used else {
        return;
    };
    EVENTS.set(EVENTS.get() + 1);
    let (socket, _peer) = pair();
    let key = event_loop
        .register(socket, Interest::Read, |_, _| {})
        .unwrap();
    event_loop.unregister(key).unwrap();
    event_loop.call_soon(|_| {});
    task.cancel();
    let _ = (task.done(), task.future().result(), event_loop.is_idle());
    drop(Task::spawn(
        &event_loop,
        co(async |_: Yielder<Wait>| Ok(())),
    ));
    USED.set(Some((event_loop, task)));
}

#[test]
fn an_observer_may_use_the_loop_and_its_tasks_at_every_event() {
    promptly("the tasks", || {
        let site = Site::start(|_| Behaviour::Well).unwrap();
        let event_loop = EventLoop::new().unwrap();
        let waits = [(); 3].map(|()| Await::new(&Future::<()>::new(&event_loop)));
        let stubborn = async move |y: Yielder<Wait>| -> Result {
            for wait in waits {
                let _ = y.yield_from(wait).await;
            }
            Ok(())
        };
        let cancelled = Task::spawn(&event_loop, co(stubborn));
        let page = Task::spawn(
            &event_loop,
            Fetcher::new(&event_loop).fetch(site.address(), "/"),
        );
        let joined = Task::spawn(&event_loop, page.join());
        USED.set(Some((event_loop.clone(), cancelled.clone())));
        observe(
            |_| use_all(),
            || {
                while !joined.done() {
                    event_loop.run_once().unwrap();
                }
            },
        );
        USED.take();
        event_loop.run().unwrap();
        assert!(result(&joined).unwrap().starts_with(b"HTTP/1.0 200 OK"));
        assert!(EVENTS.get() > 20, "{} events", EVENTS.get());
    });
}

#[test]
fn a_task_whose_end_an_observer_could_not_bear_has_a_result_and_its_joiner_goes_on() {
    promptly("the tasks", || {
        let event_loop = EventLoop::new().unwrap();
        let task = Task::spawn(&event_loop, co(async |_: Yielder<Wait>| Ok(1)));
        let joined = Task::spawn(&event_loop, task.join());
        observe(
            |happening| assert!(happening.name != "complete", "the observer broke"),
            || event_loop.run().unwrap(),
        );
        assert_eq!(result(&task).unwrap(), 1);
        assert_eq!(result(&joined).unwrap(), 1);
    });
}
