//! A main task that joins a slow child and then a quick one: lost by the naive loop, and kept by the stage's.

use crate::select_loop::{
    At, Told,
    naive::{self, Noted},
    ours, record,
};
use book::replay::{Figure, Lane, Place, Thing, Trace};
use stage01::{Yielder, co};
use stage04::{Asks, Request, Stream, join, readable, spawn_named};

const NAIVE: &str = "examples/naive_select_loop/first.rs";
const TASKS: [&str; 3] = ["main", "reader", "writer"];

fn figure(title: &'static str) -> Figure {
    Figure {
        title,
        places: vec![
            Place::new("ready", "Ready").mark("half"),
            Place::new("running", "Running").look("slot").mark("solid"),
            Place::new("sources", "Wait for a stream")
                .mark("thin")
                .sorted(),
            Place::new("reader", "Wait for reader")
                .mark("thin")
                .sorted(),
            Place::new("writer", "Wait for writer")
                .mark("thin")
                .sorted(),
            Place::new("done", "Ended").mark("none").sorted(),
        ],
        things: vec![
            Thing::new("main", "main", "task", "orange"),
            Thing::new("reader", "reader", "task", "blue"),
            Thing::new("writer", "writer", "task", "green"),
        ],
        grid: vec!["ready running done", "sources reader writer"],
        narrow: vec!["ready running", "sources done", "reader writer"],
        lanes: TASKS.map(|task| Lane::new(task, &[task])).into(),
    }
}

fn shown(at: &At) -> (&'static str, String) {
    match at {
        At::Ready => ("ready", String::new()),
        At::Running => ("running", String::new()),
        At::Source(stream) => ("sources", stream.clone()),
        At::Joins(task) => (TASKS[*task], String::new()),
        At::Timer => unreachable!("no task sleeps"),
    }
}

fn on_stream(name: &'static str, cycles: u32) -> impl Asks {
    co(async move |y: Yielder<Request>| y.yield_from(readable(&Stream::new(name, cycles))).await)
}

/// The document's program. What the wrapper makes of a task is a task.
fn main<A: Asks + 'static, B: Asks + 'static>(reader: A, writer: B) -> impl Asks {
    co(async move |y: Yielder<Request>| {
        let reader = y.yield_from(spawn_named("reader", reader)).await?;
        let writer = y.yield_from(spawn_named("writer", writer)).await?;
        y.yield_from(join(&reader)).await?;
        y.yield_from(join(&writer)).await
    })
}

pub(crate) fn lost_main() -> Trace {
    let joins = "Yielded(Request::Join(child)) => self.joiners.entry(child).or_default().push(id),";
    let reads = "self.readers.insert(source.id(), (source, id));";
    let told = |event, say, line| Told(event, say, [NAIVE, line]);
    let script = vec![
        told(
            "spawn main",
            "The program starts main.",
            "self.start(NewTask::new(main));",
        ),
        told(
            "step main",
            "The first turn: main takes its first step.",
            "match task.resume(Ok(())) {",
        ),
        told(
            "request Spawn main",
            "main asks for a child, reader. Both are ready for the next turn.",
            "Yielded(Request::Spawn(new)) => {",
        ),
        told(
            "request Read reader",
            "reader asks for stream A, which is ready after 20 cycles.",
            reads,
        ),
        told(
            "step main",
            "main takes its second step.",
            "match task.resume(Ok(())) {",
        ),
        told(
            "request Spawn main",
            "main asks for its second child, writer.",
            "Yielded(Request::Spawn(new)) => {",
        ),
        told(
            "request Read writer",
            "writer asks for stream B, which is ready after a single cycle.",
            reads,
        ),
        told(
            "request Join main",
            "main joins reader first. Its id is now with those that wait for reader.",
            joins,
        ),
        told(
            "wake writer",
            "The next `select` reports stream B: writer is ready.",
            "self.ready.push(task);",
        ),
        told(
            "end writer",
            "writer takes its last step, and ends. No task waits for that.",
            "let joiners = self.joiners.remove(&id);",
        ),
        told(
            "wake reader",
            "After 18 calls of `select` for nothing, stream A is ready, and so is reader.",
            "self.ready.push(task);",
        ),
        told(
            "end reader",
            "reader takes its last step, and ends.",
            "let joiners = self.joiners.remove(&id);",
        ),
        told(
            "wake main",
            "main waited for that, so it is ready.",
            "self.ready.extend(joiners.into_iter().flatten());",
        ),
        told(
            "step main",
            "main takes a step, and goes on to its second join.",
            "match task.resume(Ok(())) {",
        ),
        told(
            "request Join main",
            "main joins writer. That has ended long ago, and does not end again.",
            joins,
        ),
    ];
    record(
        "lost_main",
        figure("The slow child first, on the naive loop"),
        script,
        shown,
        || {
            let reader = Noted("reader", on_stream("A", 20));
            let writer = Noted("writer", on_stream("B", 1));
            naive::run(Noted("main", main(reader, writer)));
        },
    )
}

pub(crate) fn kept_main() -> Trace {
    let step = |event, say, line| Told(event, say, ["src/step.rs", line]);
    let answer = |event, say, line| Told(event, say, ["src/answer.rs", line]);
    let resume = "let request = match task.routine.resume(answer) {";
    let woken = "let waited = mem::replace(&mut task.wait, Wait::Step);";
    let ends = "Complete(result) => return self.complete(id, result),";
    let reads = "Request::Read(source) => self.watch(id, source, Direction::Read),";
    let spawns = "Request::Spawn(new) => {";
    let script = vec![
        step(
            "spawn main",
            "The program starts main.",
            "let id = self.next;",
        ),
        step(
            "step main",
            "The first turn: main takes its first step.",
            resume,
        ),
        answer(
            "spawn reader",
            "main asks for a child, reader. It is granted, and main goes on in the same step.",
            spawns,
        ),
        answer(
            "spawn writer",
            "main asks for its second child, writer.",
            spawns,
        ),
        answer(
            "request Join main",
            "main joins reader first. Its id is now with those that wait for reader.",
            "running.joiners.push(id);",
        ),
        answer(
            "request Read reader",
            "reader asks for stream A, which is ready after 20 cycles.",
            reads,
        ),
        answer(
            "request Read writer",
            "writer asks for stream B, which is ready after a single cycle.",
            reads,
        ),
        step(
            "wake writer",
            "The next `select` waits until stream B is ready: writer is woken.",
            woken,
        ),
        step(
            "end writer",
            "writer takes its last step, and ends. It is no longer in the list of tasks.",
            ends,
        ),
        step(
            "wake reader",
            "One more `select` waits for 19 cycles: stream A is ready, and reader is woken.",
            woken,
        ),
        step("end reader", "reader takes its last step, and ends.", ends),
        step("wake main", "main waited for that, so it is woken.", woken),
        step(
            "step main",
            "main takes a step, and goes on to its second join.",
            resume,
        ),
        answer(
            "request Join main",
            "main joins writer. That is not in the list of tasks: main need not wait.",
            "None => Ok(Granted),",
        ),
        step(
            "end main",
            "In the same step, main goes on to its end.",
            ends,
        ),
    ];
    record(
        "kept_main",
        figure("The slow child first, on our loop"),
        script,
        shown,
        || {
            ours::run(main(on_stream("A", 20), on_stream("B", 1)));
        },
    )
}
