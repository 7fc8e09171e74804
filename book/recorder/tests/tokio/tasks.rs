//! Tasks: their steps, their names, their ends.

use crate::*;

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
    async fn porter() {}
    let trace = recorded(|| async {
        for _ in 0..2 {
            tokio::spawn(porter()).await.expect("no panic");
        }
    });
    assert_eq!(of(&trace, "porter"), ["spawn", "poll", "end done"]);
    assert_eq!(of(&trace, "porter 2"), ["spawn", "poll", "end done"]);
}

struct Pricing<T>(T);

impl<T> Pricing<T> {
    async fn run(self) {
        drop(self.0);
    }
}

#[test]
fn a_task_of_a_function_that_many_types_have_has_its_type_in_its_name() {
    mod feed {
        pub(super) async fn run() {}
    }
    trait Called {
        async fn run(self);
    }
    impl Called for u32 {
        async fn run(self) {}
    }
    let line = line!() + 5;
    let trace = recorded(|| async {
        let mut all = tokio::task::JoinSet::new();
        all.spawn(Pricing(vec![1]).run());
        all.spawn(feed::run());
        all.spawn(7u32.run());
        all.spawn(async {});
        while all.join_next().await.is_some() {}
    });
    let picture = Picture::after(&trace.events);
    let names: Vec<_> = picture.tasks.values().map(|task| &task.name).collect();
    let (of_trait, block) = (
        format!("task of tasks.rs:{line}"),
        format!("task of tasks.rs:{}", line + 1),
    );
    assert_eq!(
        names,
        ["main", "Pricing::run", "feed::run", &of_trait, &block]
    );
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
