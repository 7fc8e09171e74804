//! The whole loop: two readers and a sleeper.

use crate::select_loop::{At, Told, ours, record};
use book::replay::{Figure, Lane, Place, Thing, Trace};
use stage01::{Yielder, co};
use stage04::{Asks, Request, Stream, join, readable, sleep, spawn_named};
use std::time::Duration;

const TASKS: [&str; 4] = ["main", "ann", "bob", "sleeper"];

fn figure() -> Figure {
    Figure {
        title: "Two streams and a sleeper",
        places: vec![
            Place::new("ready", "ready").mark("half"),
            Place::new("running", "Running").look("slot").mark("solid"),
            Place::new("clock", "Clock").mark("none").sorted(),
            Place::new("sources", "watched")
                .note("by source")
                .mark("thin")
                .sorted(),
            Place::new("timers", "timers")
                .note("by deadline")
                .mark("thin")
                .sorted(),
            Place::new("joiners", "joiners")
                .note("of each task")
                .mark("thin")
                .sorted(),
        ],
        things: vec![
            Thing::new("main", "main", "task", "orange"),
            Thing::new("ann", "ann", "task", "blue"),
            Thing::new("bob", "bob", "task", "green"),
            Thing::new("sleeper", "sleeper", "task", "purple"),
            Thing::new("now", "now", "flag", "grey"),
        ],
        grid: vec!["ready running clock", "sources timers joiners"],
        narrow: vec!["ready running", "sources timers", "joiners clock"],
        lanes: TASKS.map(|task| Lane::new(task, &[task])).into(),
    }
}

fn shown(at: &At) -> (&'static str, String) {
    match at {
        At::Ready => ("ready", String::new()),
        At::Running => ("running", String::new()),
        At::Source(stream) => ("sources", stream.clone()),
        At::Timer => ("timers", "5 ms".into()),
        At::Joins(task) => ("joiners", format!("of {}", TASKS[*task])),
    }
}

fn main() -> impl Asks {
    co(async |y: Yielder<Request>| {
        let (a, b) = (Stream::new("A", 20), Stream::new("B", 40));
        let ann = y.yield_from(spawn_named("ann", readable(&a))).await?;
        let bob = y.yield_from(spawn_named("bob", readable(&b))).await?;
        let sleeps = sleep(Duration::from_millis(5));
        let sleeper = y.yield_from(spawn_named("sleeper", sleeps)).await?;
        y.yield_from(join(&ann)).await?;
        y.yield_from(join(&sleeper)).await?;
        y.yield_from(join(&bob)).await
    })
}

pub(crate) fn two_streams() -> Trace {
    let step = |event, say, line| Told(event, say, ["src/step.rs", line]);
    let answer = |event, say, line| Told(event, say, ["src/answer.rs", line]);
    let resume = "let request = match task.routine.resume(answer) {";
    let woken = "let waited = mem::replace(&mut task.wait, Wait::Step);";
    let ends = "Complete(result) => return self.complete(id, result),";
    let reads = "Request::Read(source) => self.watch(id, source, Direction::Read),";
    let spawns = "Request::Spawn(new) => {";
    let joins = "Request::Join(task) => self.join(id, task),";
    let sleeps =
        "Request::Sleep(time) => Ok(self.timer(id, self.world.now().saturating_add(time))),";
    let script = vec![
        step(
            "spawn main",
            "The program starts main: its id is in `ready`.",
            "let id = self.next;",
        ),
        step(
            "step main",
            "The first turn. `select` does not wait, and main takes a step.",
            resume,
        ),
        answer(
            "spawn ann",
            "main spawns ann. That is granted at once, so main goes on.",
            spawns,
        ),
        answer("spawn bob", "main spawns bob, in the same step.", spawns),
        answer(
            "spawn sleeper",
            "And sleeper. All three are ready for the next turn.",
            spawns,
        ),
        answer(
            "request Join main",
            "main joins ann, and has to wait: its step has ended.",
            joins,
        ),
        step(
            "step ann",
            "The second turn. `select` does not wait, because tasks are ready.",
            resume,
        ),
        answer(
            "request Read ann",
            "ann asks for stream A, which is ready at 20 ms.",
            reads,
        ),
        answer(
            "request Read bob",
            "bob asks for stream B, which is ready at 40 ms.",
            reads,
        ),
        answer(
            "request Sleep sleeper",
            "sleeper asks for 5 ms. Now each task waits in one place, and none is ready.",
            sleeps,
        ),
        step(
            "wake sleeper",
            "The third turn waits: for a stream, but not longer than 5 ms. sleeper is woken.",
            woken,
        ),
        step(
            "end sleeper",
            "sleeper takes its last step, and ends. No task waits for that.",
            ends,
        ),
        step(
            "wake ann",
            "No timer is left, so `select` waits for the streams alone. At 20 ms ann is woken.",
            woken,
        ),
        step("end ann", "ann takes its last step, and ends.", ends),
        step(
            "wake main",
            "main waited for that end, so it is woken, for the next turn.",
            woken,
        ),
        step("step main", "main takes a step.", resume),
        answer(
            "request Join main",
            "It joins sleeper, which has ended: granted, without a wait.",
            joins,
        ),
        answer(
            "request Join main",
            "In the same step it joins bob, and waits again.",
            joins,
        ),
        step(
            "wake bob",
            "The last wait: at 40 ms stream B is ready, and bob is woken.",
            woken,
        ),
        step("end bob", "bob takes its last step, and ends.", ends),
        step("wake main", "main waited for that, too.", woken),
        step(
            "end main",
            "main takes its last step. `run_until_complete` returns.",
            ends,
        ),
    ];
    record("two_streams_and_a_sleeper", figure(), script, shown, || {
        ours::run(main())
    })
}
