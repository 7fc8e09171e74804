//! What the stages' loops tell by `tracing`.

mod support;

use recorder::{Picture, State, Trace, What};
use stage01::co;
use stage04::{EventLoop, Simulated, now, sleep, yield_now};
use std::time::Duration;
use support::{LIMIT, Memory, alone};
use testkit::within;
use tracing_subscriber::layer::SubscriberExt as _;

/// Runs `program` with the layer on this thread.
fn recorded(tasks: &'static str, program: impl FnOnce() + Send + 'static) -> Trace {
    let _alone = alone();
    within(LIMIT, "the program", move || {
        let memory = Memory::default();
        let layer = recorder::layer(tasks, memory.clone());
        let subscriber = tracing_subscriber::registry().with(layer);
        // A second one, so that `tracing` asks each thread for its own: see `stage03::observe`.
        let _second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
        tracing::subscriber::with_default(subscriber, program);
        memory.trace()
    })
}

fn names(trace: &Trace, task: u64) -> Vec<&'static str> {
    let of = trace.events.iter().filter(|e| e.what.task() == Some(task));
    of.map(|event| event.what.name()).collect()
}

#[test]
fn the_tasks_of_stage_4_and_what_they_ask_for_are_recorded() {
    let trace = recorded("stage04", || {
        let mut event_loop = EventLoop::with(Simulated::new());
        let nap = co(async move |y| {
            y.yield_from(sleep(Duration::from_secs(3))).await?;
            y.yield_from(yield_now()).await?;
            y.yield_from(now()).await
        });
        let end = event_loop.run_until_complete(nap).expect("no deadlock");
        assert_eq!(end, Duration::from_secs(3));
    });
    assert_eq!(trace.header.tasks, "stage04");
    let picture = Picture::after(&trace.events);
    let tasks: Vec<_> = picture.tasks.iter().collect();
    let [(id, task)] = tasks[..] else {
        panic!("one task: {tasks:?}")
    };
    assert_eq!(task.state, State::Ended("done".to_owned()));
    let told = names(&trace, *id);
    // `now` is answered at once: the task is resumed without a wake.
    let steps = [
        "spawn", "poll", "pause", "wake", "poll", "pause", "wake", "poll", "pause", "poll", "end",
    ];
    assert_eq!(told, steps);
    let on = trace.events.iter().find_map(|event| match &event.what {
        What::Pause { on: Some(on), .. } => Some(on.clone()),
        _ => None,
    });
    assert!(
        on.as_deref().is_some_and(|on| on.starts_with("Sleep")),
        "{on:?}"
    );
}

#[test]
fn the_steps_of_a_stage_3_task_are_recorded() {
    let trace = recorded("stage03", || {
        let event_loop = stage02::EventLoop::new().expect("a loop");
        let answer = stage02::Future::<u32>::new(&event_loop);
        let awaited = stage03::Await::new(&answer);
        let task =
            stage03::Task::spawn(&event_loop, co(async move |y| y.yield_from(awaited).await));
        event_loop.call_soon(move |_| answer.set_result(7).expect("set once"));
        event_loop.run().expect("no error");
        assert!(task.done());
    });
    let picture = Picture::after(&trace.events);
    assert_eq!(picture.unended().count(), 0);
    let [id] = picture.tasks.into_keys().collect::<Vec<_>>()[..] else {
        panic!("one task")
    };
    assert_eq!(names(&trace, id), ["spawn", "poll", "pause", "poll", "end"]);
}

#[test]
fn a_recording_has_a_layer_for_the_programs_own_subscriber() {
    let _alone = alone();
    let trace = within(LIMIT, "the program", || {
        let memory = Memory::default();
        let recording = recorder::start_to(memory.clone());
        let subscriber = tracing_subscriber::registry().with(recording.layer());
        let _second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
        tracing::subscriber::with_default(subscriber, || {
            let event_loop = stage05::Loop::new();
            event_loop.add_task(co(async move |y| y.yield_from(stage05::yield_now()).await));
            event_loop.run();
        });
        drop(recording);
        memory.trace()
    });
    let picture = Picture::after(&trace.events);
    let names: Vec<_> = picture
        .tasks
        .values()
        .map(|task| task.name.as_str())
        .collect();
    assert_eq!(names, ["main", "task 0"]);
    assert_eq!(picture.unended().count(), 0);
}

#[test]
fn a_stage_5_task_is_in_the_queue_between_its_steps() {
    let trace = recorded("stage05", || {
        let event_loop = stage05::Loop::new();
        for _ in 0..2 {
            event_loop.add_task(co(async move |y| y.yield_from(stage05::yield_now()).await));
        }
        event_loop.run();
    });
    let picture = Picture::after(&trace.events);
    let tasks: Vec<_> = picture.tasks.keys().collect();
    let [first, second] = tasks[..] else {
        panic!("two tasks: {tasks:?}")
    };
    let steps = ["spawn", "poll", "pause", "wake", "poll", "end"];
    assert_eq!(names(&trace, *first), steps);
    assert_eq!(names(&trace, *second), steps);
    assert_eq!(picture.unended().count(), 0);
}
