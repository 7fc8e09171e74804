//! tokio's tasks, locks, channels and timers through the wrappers: what is recorded is what the program did.

mod support;

use recorder::{Picture, Record, Recording, State, Trace, Waking, What, tokio};
use std::{sync::Arc, thread};
use support::{LIMIT, Memory, alone};
use testkit::within;
use tokio::{
    sync::{Mutex, Semaphore, mpsc, oneshot},
    task::yield_now,
    time::{Duration, sleep, timeout},
};

/// Records `program` on one thread, with a paused clock, to its end.
fn recorded<F>(program: impl FnOnce() -> F + Send + 'static) -> Trace
where
    F: Future<Output = ()>,
{
    let _alone = alone();
    within(LIMIT, "the program", || {
        let memory = Memory::default();
        let recording = recorder::start_to(memory.clone());
        block_on(program());
        drop(recording);
        memory.trace()
    })
}

fn block_on(program: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().start_paused(true).build();
    runtime.expect("a runtime").block_on(program);
}

/// The names of the events of a task, with what they say.
fn of(trace: &Trace, name: &str) -> Vec<String> {
    let picture = Picture::after(&trace.events);
    let id = picture.tasks.iter().find(|(_, task)| task.name == name);
    let (id, _) = id.unwrap_or_else(|| panic!("no task {name} in {picture:?}"));
    let events = trace
        .events
        .iter()
        .filter(|event| event.what.task() == Some(*id));
    let told = events.map(|event| match &event.what {
        What::Pause { on, .. } => format!("pause {}", on.as_deref().unwrap_or("?")),
        What::Wake { by: Some(by), .. } => format!("wake by {}", picture.name(*by)),
        What::Wake { from, .. } => {
            let from = from.as_deref().unwrap_or("?");
            let number = |c: char| c.is_ascii_digit();
            format!("wake by {}", from.replace(number, "").replace(" ,", ","))
        }
        What::End { how, .. } => format!("end {how}"),
        What::Wait { what, .. } | What::Got { what, .. } | What::Gave { what, .. } => {
            format!("{} {}", event.what.name(), what)
        }
        What::Drop { what, .. } => format!("drop {what}"),
        what => what.name().to_owned(),
    });
    told.collect()
}

#[test]
fn each_step_and_wait_of_a_task_is_recorded() {
    let trace = recorded(|| async {
        let task = tokio::named("sleeper").spawn(async {
            sleep(Duration::from_secs(5)).await;
            yield_now().await;
            1
        });
        assert_eq!(task.await.expect("it does not panic"), 1);
    });
    let expected = [
        "spawn",
        "poll",
        "timer",
        "pause sleep 5s",
        "wake by timer",
        "poll",
        "pause ?", // what has no wrapper is not recorded, but the wake is
        "wake by thread, outside recorded tasks",
        "poll",
        "end done",
    ];
    let told = of(&trace, "sleeper");
    assert_eq!(told, expected);
}

#[test]
fn a_channel_tells_who_wakes_whom() {
    let trace = recorded(|| async {
        let (sender, mut receiver) = mpsc::channel(1);
        let reader = tokio::named("reader").spawn(async move { receiver.recv().await });
        yield_now().await;
        let writer = tokio::named("writer").spawn(async move { sender.send(7).await });
        assert_eq!(reader.await.expect("no panic"), Some(7));
        writer.await.expect("no panic").expect("it was read");
    });
    let channel = "pause a message from the channel of tokio.rs:";
    let told = of(&trace, "reader");
    assert!(told[2].starts_with(channel), "{told:?}");
    assert_eq!(told[3..], ["wake by writer", "poll", "end done"]);
    let told = of(&trace, "main").join(", ");
    assert!(
        told.contains("pause the end of task 1, wake by the end of that task, poll"),
        "{told}"
    );
}

#[test]
fn a_lock_is_waited_for_got_and_given_back() {
    let trace = recorded(|| async {
        let lock = Arc::new(Mutex::new(0));
        let held = lock.lock().await;
        let other = lock.clone();
        let second = tokio::named("second").spawn(async move { *other.lock().await += 1 });
        yield_now().await;
        drop(held);
        second.await.expect("no panic");
        assert_eq!(*lock.lock().await, 1);
    });
    let told = of(&trace, "second");
    let lock = told[2].strip_prefix("wait ").expect("it waits").to_owned();
    assert!(lock.starts_with("Mutex of tokio.rs:"), "{lock}");
    let expected = [
        format!("pause the {lock}"),
        "wake by".to_owned(),
        "poll".to_owned(),
        format!("got {lock}"),
        format!("gave {lock}"),
        "end done".to_owned(),
    ];
    let told: Vec<_> = told[3..]
        .iter()
        .zip(expected)
        .map(|(told, expected)| (told.starts_with(&expected), told))
        .collect();
    assert!(
        told.iter().all(|(same, _)| *same) && told.len() == 6,
        "{told:?}"
    );
    assert_eq!(
        Picture::after(&trace.events)
            .holders
            .values()
            .flatten()
            .count(),
        0
    );
}

#[test]
fn a_timeout_drops_what_it_surrounds_and_says_so() {
    let trace = recorded(|| async {
        let task = tokio::named("impatient").spawn(async {
            let (_sender, receiver) = oneshot::channel::<()>();
            timeout(Duration::from_secs(1), receiver).await.is_err()
        });
        assert!(task.await.expect("no panic"));
    });
    let told = of(&trace, "impatient").join(", ");
    let oneshot = "pause the oneshot of tokio.rs:";
    assert!(
        told.contains(oneshot) && told.contains("; timeout 1s, wake by timer"),
        "{told}"
    );
    assert!(told.contains("drop the oneshot of tokio.rs:"), "{told}");
    assert_eq!(Picture::after(&trace.events).timers.len(), 0);
}

#[test]
fn a_wake_inside_a_timeout_is_not_the_timers() {
    let trace = recorded(|| async {
        let (sender, receiver) = oneshot::channel();
        let task = tokio::named("waiter").spawn(timeout(Duration::from_secs(9), receiver));
        yield_now().await;
        let waker = thread::Builder::new().name("helper".to_owned());
        let waker = waker.spawn(move || sender.send(())).expect("a thread");
        waker.join().expect("no panic").expect("it is awaited");
        task.await
            .expect("no panic")
            .expect("in time")
            .expect("sent");
    });
    let told = of(&trace, "waiter");
    assert!(
        told.contains(&"wake by thread `helper`, outside recorded tasks".to_owned()),
        "{told:?}"
    );
}

#[test]
fn it_is_recorded_how_a_task_ends() {
    let trace = recorded(|| async {
        let failed = tokio::named("failed").spawn(async { panic!("no such row") });
        assert!(failed.await.expect_err("it panics").is_panic());
        let aborted = tokio::named("aborted").spawn(sleep(Duration::from_secs(1)));
        yield_now().await;
        aborted.abort();
        assert!(aborted.await.expect_err("it is aborted").is_cancelled());
    });
    assert_eq!(
        of(&trace, "failed"),
        ["spawn", "poll", "end panicked: no such row"]
    );
    let told = of(&trace, "aborted").join(", ");
    assert!(told.ends_with("drop sleep 1s, end cancelled"), "{told}");
}

#[test]
fn a_task_is_named_after_its_function() {
    async fn worker() {}
    let trace = recorded(|| async {
        for _ in 0..2 {
            tokio::spawn(worker()).await.expect("no panic");
        }
    });
    assert_eq!(of(&trace, "worker"), ["spawn", "poll", "end done"]);
    assert_eq!(of(&trace, "worker 2"), ["spawn", "poll", "end done"]);
}

#[test]
fn any_future_can_be_a_task_and_any_wait_have_words() {
    let trace = recorded(|| async {
        let read = recorder::wait("the next request", yield_now());
        read.recorded("session").await;
    });
    let told = of(&trace, "session");
    assert_eq!(
        told,
        [
            "spawn",
            "poll",
            "pause the next request",
            "wake by thread, outside recorded tasks",
            "poll",
            "end done"
        ]
    );
}

/// A program that hangs, as far as it comes, and then what is recorded of it.
fn hung(program: impl Future<Output = ()>, recording: Recording, memory: &Memory) -> Trace {
    block_on(async {
        let mut program = std::pin::pin!(program);
        let limit = ::tokio::time::timeout(Duration::from_secs(60), &mut program);
        limit.await.expect_err("it hangs");
        recording.stop();
    });
    memory.trace()
}

#[test]
fn permits_that_are_held_and_waited_for_are_told() {
    let _alone = alone();
    let text = within(LIMIT, "the program", || {
        let memory = Memory::default();
        let recording = recorder::start_to(memory.clone());
        let program = async {
            let permits = Arc::new(Semaphore::new(1));
            let nested = tokio::named("nested").spawn(async move {
                let _one = permits.acquire().await;
                let _another = permits.acquire().await;
            });
            let _ = nested.await;
        };
        recorder::text(&hung(program, recording, &memory))
    });
    let says =
        "- A task waits for what it holds itself:\n  nested waits for the Semaphore of tokio.rs:";
    assert!(text.contains(says), "{text}");
    assert!(text.contains("- main waits for the end of task "), "{text}");
}

#[test]
fn nothing_is_recorded_before_the_start_and_after_the_end() {
    let _alone = alone();
    within(LIMIT, "the program", || {
        let program = || async {
            let lock = Mutex::new(());
            tokio::spawn(sleep(Duration::from_millis(1)))
                .await
                .expect("no panic");
            drop(lock.lock().await);
        };
        block_on(program());
        let memory = Memory::default();
        drop(recorder::start_to(memory.clone()));
        let before = memory.text();
        block_on(program());
        assert_eq!(memory.text(), before);
        assert_eq!(
            memory.trace().events.len(),
            4,
            "main is spawned, polled, pauses, ends"
        );
    });
}

#[test]
fn a_task_that_is_older_than_the_recording_is_spawned_when_it_is_met() {
    let _alone = alone();
    within(LIMIT, "the program", || {
        let memory = Memory::default();
        let recorded = memory.clone();
        block_on(async move {
            let old = tokio::named("old").spawn(sleep(Duration::from_secs(1)));
            let _recording = recorder::start_to(recorded);
            old.await.expect("no panic");
        });
        let told = of(&memory.trace(), "old");
        assert_eq!(
            told,
            [
                "spawn",
                "poll",
                "timer",
                "pause sleep 1s",
                "wake by timer",
                "poll",
                "end done"
            ]
        );
    });
}

#[test]
fn on_two_threads_no_wake_is_after_the_step_it_leads_to() {
    let _alone = alone();
    within(LIMIT, "the program", || {
        let memory = Memory::default();
        let recording = recorder::start_to(memory.clone());
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let (ping, mut pings) = mpsc::channel(1);
            let (pong, mut pongs) = mpsc::channel(1);
            let one = tokio::named("one").spawn(async move {
                while let Some(n) = pings.recv().await {
                    let _ = pong.send(n).await;
                }
            });
            for n in 0..500 {
                ping.send(n).await.expect("one reads");
                assert_eq!(pongs.recv().await, Some(n));
            }
            drop(ping);
            one.await.expect("no panic");
        });
        drop(recording);
        let trace = memory.trace();
        let mut picture = Picture::default();
        for event in &trace.events {
            if let What::Poll { task } = event.what
                && task != 0
            {
                let is_queued = picture.tasks[&task].state == State::Queued;
                assert!(is_queued, "{event:?} of a task that was not woken");
            }
            picture.apply(event);
        }
        let one = picture
            .tasks
            .values()
            .find(|task| task.name == "one")
            .expect("a task");
        assert_eq!(one.state, State::Ended("done".to_owned()));
        assert!(
            matches!(one.woken, Some((_, Waking::Task(0) | Waking::Other(_)))),
            "{one:?}"
        );
    });
}
