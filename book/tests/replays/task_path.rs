//! The path of one task: the naive one of the page, from its first step to its last.

use crate::tasks::{record, shows, tell, told};
use book::replay::{Figure, Held, Lane, Move, Place, Thing, Trace};
use stage01::{
    Coroutine,
    CoroutineState::{self, Yielded},
    Result, Routine, Yielder, co,
};
use stage02::{EventLoop, Future};
use std::{cell::Cell, collections::BTreeMap, rc::Rc};

type Text = &'static str;

#[path = "../../../stage03-task/examples/naive_task/first.rs"]
#[allow(unreachable_pub)]
mod first;

const FIRST: &str = "examples/naive_task/first.rs";
const RESUME: &str = "let state = self.0.borrow_mut().resume(Ok(()));";
const ADD: &str = "future.add_done_callback(move |_| task.step());";

/// Tells when it is resumed, when it has returned, and when it is dropped.
struct Noted {
    body: Routine<Future<Text>>,
    dropped: Rc<Cell<bool>>,
}

impl Coroutine<Result> for Noted {
    type Yield = Future<Text>;
    type Return = Result;

    fn resume(&mut self, sent: Result) -> CoroutineState<Future<Text>, Result> {
        tell("resume");
        let state = self.body.resume(sent);
        if !matches!(state, Yielded(_)) {
            tell("return");
        }
        state
    }
}

impl Drop for Noted {
    fn drop(&mut self) {
        self.dropped.set(true);
    }
}

fn figure() -> Figure {
    Figure {
        title: "The path of one task: greeter waits for a name, then for a city",
        places: vec![
            Place::new("queue", "Loop's queue")
                .note("callbacks to run")
                .mark("half"),
            Place::new("running", "Running").look("slot").mark("solid"),
            Place::new("name", "Future: name")
                .note("its callbacks")
                .mark("thin"),
            Place::new("city", "Future: city")
                .note("its callbacks")
                .mark("thin"),
            Place::new("done", "Dropped").mark("none"),
        ],
        things: vec![
            Thing::new("greeter", "greeter", "task", "orange"),
            Thing::new("ada", "Ada", "message", "blue"),
            Thing::new("london", "London", "message", "green"),
        ],
        grid: vec!["queue running done", "name city city"],
        narrow: vec!["queue running", "name city", "done done"],
        lanes: vec![Lane::new("greeter", &["greeter"])],
    }
}

pub(crate) fn task_path() -> Trace {
    let to = |place, step| Move::to("greeter", place).labelled(step);
    let script = vec![
        told(
            "spawned",
            "`spawn` queues the first step of greeter. No line of it has run.",
            vec![to("queue", "step 0")],
        )
        .at(FIRST, "event_loop.call_soon(move |_| first.step());"),
        told(
            "resume",
            "The loop takes step 0 from its queue, and `step` resumes greeter.",
            vec![to("running", "step 0")],
        )
        .at(FIRST, RESUME),
        told(
            "pause",
            "greeter yielded the name, which is pending: step 1 is added to its callbacks.",
            vec![to("name", "step 1")],
        )
        .at(FIRST, ADD),
        told(
            "nothing is queued",
            "`step` has returned, and the queue is empty: `run` returns. Nothing spins.",
            vec![],
        ),
        told(
            "name is set",
            "Ada arrives: `set_result` queues step 1, and returns. It runs nothing.",
            vec![Move::to("ada", "name"), to("queue", "step 1")],
        ),
        told(
            "resume",
            "The loop takes step 1.",
            vec![to("running", "step 1")],
        )
        .at(FIRST, RESUME),
        told(
            "pause",
            "greeter yielded the city, which is pending, too: step 2 is added there.",
            vec![to("city", "step 2")],
        )
        .at(FIRST, ADD),
        told(
            "the only handle is dropped",
            "The program drops its handle. The callback of the city still owns greeter.",
            vec![],
        ),
        told(
            "city is set",
            "London arrives, and `set_result` queues step 2.",
            vec![Move::to("london", "city"), to("queue", "step 2")],
        ),
        told(
            "resume",
            "The loop takes step 2.",
            vec![to("running", "step 2")],
        )
        .at(FIRST, RESUME),
        told(
            "return",
            "greeter returns. There is no pause, so `step` adds no callback.",
            vec![],
        )
        .at(FIRST, RESUME),
        told(
            "end",
            "The callback was the last owner of the task: greeter is dropped.",
            vec![Move::to("greeter", "done")],
        ),
    ];
    let untold = &["call_soon", "callback", "complete"];
    record("task_path", figure(), script, untold, program)
}

fn program() -> Result {
    let event_loop = EventLoop::new()?;
    let (name, city) = (Future::new(&event_loop), Future::new(&event_loop));
    let (a, b) = (name.clone(), city.clone());
    let body = co(async move |y: Yielder<_>| {
        y.yield_(a).await?;
        y.yield_(b).await
    });
    let dropped = Rc::<Cell<bool>>::default();
    let body = Noted {
        body: Box::new(body),
        dropped: dropped.clone(),
    };
    show(&event_loop, &name, &city, dropped);
    let task = first::Task::spawn(&event_loop, Box::new(body));
    tell("spawned");
    event_loop.run_once()?;
    tell("pause");
    assert!(event_loop.is_idle());
    tell("nothing is queued");
    name.set_result("Ada")?;
    tell("name is set");
    event_loop.run_once()?;
    tell("pause");
    drop(task);
    tell("the only handle is dropped");
    city.set_result("London")?;
    tell("city is set");
    event_loop.run_once()?;
    tell("end");
    Ok(())
}

/// The task is in the queue if the queue has an entry, at a future if that has a callback, and running while its coroutine is resumed.
fn show(event_loop: &EventLoop, name: &Future<Text>, city: &Future<Text>, dropped: Rc<Cell<bool>>) {
    let (event_loop, name, city) = (event_loop.clone(), name.clone(), city.clone());
    shows(move |seen| {
        assert_eq!(seen.queue.len(), event_loop.queued(), "the loop's queue");
        let greeter = |here: bool, step: usize| -> Held {
            let there = here.then(|| ("greeter".to_string(), format!("step {step}")));
            there.into_iter().collect()
        };
        let (next, now) = (seen.resumes, seen.resumes.saturating_sub(1));
        let with = |waits: Held, future: &Future<Text>, thing: &str| -> Held {
            let value = future.done().then(|| (thing.to_string(), String::new()));
            waits.into_iter().chain(value).collect()
        };
        let done = dropped
            .get()
            .then(|| ("greeter".to_string(), String::new()));
        BTreeMap::from([
            ("queue", greeter(event_loop.queued() > 0, next)),
            ("running", greeter(seen.running, now)),
            (
                "name",
                with(greeter(name.callbacks() > 0, next), &name, "ada"),
            ),
            (
                "city",
                with(greeter(city.callbacks() > 0, next), &city, "london"),
            ),
            ("done", done.into_iter().collect()),
        ])
    });
}
