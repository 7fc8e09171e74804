//! What is recorded of the small runtime is what the runtime holds, after each of its events.

mod support;

use recorder::{Picture, State, Trace};
use stage06::{
    Runtime,
    events::{Event, observe},
    runtime::{sleep, spawn},
    snapshot::snapshot,
};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    time::Duration,
};
use support::{LIMIT, Memory};
use testkit::within;

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
    static COMPARED: Cell<usize> = const { Cell::new(0) };
    /// A task that is added and not woken yet: the runtime has it, the trace not yet.
    static ADDED: Cell<Option<u64>> = const { Cell::new(None) };
}

/// Names the tasks of a state as the runtime numbers them.
fn numbers(picture: &Picture, is: impl Fn(&State) -> bool) -> BTreeSet<u64> {
    let tasks = picture
        .tasks
        .values()
        .filter(|task| is(&task.state) && task.name != "main");
    let number = |name: &str| match name.strip_prefix("task ") {
        Some(number) => number.parse().expect("a number"),
        None => 0,
    };
    tasks.map(|task| number(&task.name)).collect()
}

fn compare(event: Event) {
    recorder::stage06::tell(event);
    match event {
        Event::Spawn(task) => ADDED.set(Some(task)),
        Event::Wake(task) if ADDED.get() == Some(task) => ADDED.set(None),
        _ => {}
    }
    let Some(actual) = snapshot() else { return };
    let trace: Trace = MEMORY.with_borrow(Memory::trace);
    let picture = Picture::after(&trace.events);
    let queued: BTreeSet<_> = actual.ready.iter().copied().collect();
    let mut waiting: BTreeSet<_> = actual.tasks.iter().copied().collect();
    waiting.retain(|task| !queued.contains(task) && ADDED.get() != Some(*task));
    assert_eq!(
        numbers(&picture, |s| *s == State::Queued),
        queued,
        "queued, after {event:?}"
    );
    let waits = |s: &State| matches!(s, State::Waiting { .. });
    assert_eq!(
        numbers(&picture, waits),
        waiting,
        "waiting, after {event:?}"
    );
    assert_eq!(
        picture.timers.len(),
        actual.timers.len(),
        "timers, after {event:?}"
    );
    let running = numbers(&picture, |s| *s == State::Running);
    assert!(
        running.len() <= 1,
        "{running:?} run at once, after {event:?}"
    );
    COMPARED.set(COMPARED.get() + 1);
}

#[test]
fn the_picture_is_what_the_runtime_holds_after_each_event() {
    within(LIMIT, "the runtime", || {
        let memory = MEMORY.with_borrow(Clone::clone);
        let recording = recorder::start_to(memory.clone());
        observe(Some(compare));
        let runtime = Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let tasks = (1..4).map(|n| {
                spawn(async move {
                    sleep(Duration::from_millis(n)).await;
                    sleep(Duration::from_millis(4 - n)).await;
                })
            });
            let tasks = tasks.collect::<Vec<_>>();
            for task in tasks {
                let _ = task.await;
            }
        });
        observe(None);
        drop(recording);
        assert!(
            COMPARED.get() > 40,
            "only {} events were compared",
            COMPARED.get()
        );
        let picture = Picture::after(&memory.trace().events);
        let unended: Vec<_> = picture.unended().map(|(_, task)| &task.name).collect();
        assert_eq!(unended, ["block_on"], "it stands for no task");
        let steps: Vec<_> = picture
            .tasks
            .values()
            .skip(2)
            .map(|task| task.steps)
            .collect();
        assert_eq!(steps, [3, 3, 3], "each sleeps twice");
    });
}
