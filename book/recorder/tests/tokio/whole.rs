//! Whole programs: those that hang, that are not recorded, that run on two threads.

use crate::*;

/// A program that hangs, as far as it comes, and then what is recorded of it.
pub(crate) fn hung(
    program: impl Future<Output = ()>,
    recording: Recording,
    memory: &Memory,
) -> Trace {
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
        "- A task waits for what it holds itself:\n  nested waits for the Semaphore of whole.rs:";
    assert!(text.contains(says), "{text}");
    assert!(
        text.contains("- main waits for the end of nested"),
        "{text}"
    );
}

#[test]
fn a_task_that_only_yields_is_told() {
    let _alone = alone();
    let text = within(LIMIT, "the program", || {
        let memory = Memory::default();
        let recording = recorder::start_to(memory.clone());
        block_on(async move {
            let yields = tokio::named("yields").spawn(async {
                loop {
                    yield_now().await;
                }
            });
            for _ in 0..1500 {
                yield_now().await;
            }
            recording.stop();
            yields.abort();
        });
        recorder::text(&memory.trace())
    });
    let says = "- yields is woken and polled without end: ";
    assert!(text.contains(says), "{text}");
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
