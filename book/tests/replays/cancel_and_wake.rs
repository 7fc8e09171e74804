//! A cancel that comes when the wake is queued already.

use crate::tasks::{record, shows, tell, told};
use book::replay::{Figure, Held, Lane, Move, Place, Thing, Trace};
use stage01::{Result, Yielder, co};
use stage02::{EventLoop, Future};
use stage03::{Task, Wait};
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

const TASK: &str = "src/task.rs";

/// The callbacks, in the order in which the loop is given them: the first step, the wake, the cancel's step, the next wake.
const QUEUED: [[&str; 2]; 4] = [
    ["reader", "step 0"],
    ["reader", "step 1"],
    ["cancel", ""],
    ["reader", "step 2"],
];

fn figure() -> Figure {
    Figure {
        title: "A cancel races a wake: reader waits for a reply",
        places: vec![
            Place::new("queue", "Loop's queue")
                .note("callbacks to run")
                .mark("half"),
            Place::new("running", "Running").look("slot").mark("solid"),
            Place::new("flag", "Flag").mark("none"),
            Place::new("reply", "Future: reply")
                .note("its callbacks")
                .mark("thin"),
            Place::new("goodbye", "Future: goodbye")
                .note("its callbacks")
                .mark("thin"),
        ],
        things: vec![
            Thing::new("reader", "reader", "task", "orange"),
            Thing::new("cancel", "step 1", "id", "purple").named("the cancel's step 1"),
            Thing::new("flag", "cancelling", "flag", "purple"),
        ],
        grid: vec!["queue running flag", "reply goodbye goodbye"],
        narrow: vec!["queue running", "reply goodbye", "flag flag"],
        lanes: vec![Lane::new("reader", &["reader"])],
    }
}

pub(crate) fn cancel_and_wake() -> Trace {
    let to = |place, step| Move::to("reader", place).labelled(step);
    let script = vec![
        told(
            "wait 1",
            "reader waits for the reply, which has step 1 among its callbacks.",
            vec![
                to("reply", "step 1"),
                Move::to("flag", "flag").labelled("down"),
            ],
        ),
        told(
            "reply is set",
            "The reply comes. `set_result` queues step 1, and runs nothing.",
            vec![to("queue", "step 1")],
        ),
        told(
            "cancelled",
            "In the same turn: `cancel` raises the flag, and queues a step 1 of its own.",
            vec![
                Move::label("flag", "up"),
                Move::to("cancel", "queue").out_of("flag"),
            ],
        )
        .at(TASK, "self.0.cancelling.set(true);"),
        told(
            "step 1",
            "The loop takes the wake's step 1. Its number is the right one: reader is resumed.",
            vec![to("running", "step 1")],
        )
        .at(TASK, "self.0.steps.set(number + 1);"),
        told(
            "raises",
            "This step finds the flag up: it takes it down, and throws `Cancelled` into reader.",
            vec![Move::label("flag", "down")],
        )
        .at(TASK, "let sent = match self.0.cancelling.take() {"),
        told(
            "wait 2",
            "reader catches that, and waits for its goodbye to be sent: step 2.",
            vec![to("goodbye", "step 2")],
        ),
        told(
            "callback",
            "The cancel's step 1 is stale: reader has begun two steps. It does nothing.",
            vec![Move::away("cancel")],
        ),
        told(
            "goodbye is set",
            "The goodbye is sent. `set_result` queues step 2.",
            vec![to("queue", "step 2")],
        ),
        told(
            "step 2",
            "Step 2 is the right one, and the flag is down: reader goes on, and ends.",
            vec![to("running", "step 2")],
        ),
    ];
    let untold = &[
        "spawn",
        "complete",
        "call_soon",
        "callback",
        "wait",
        "step",
        "yield",
        "cancel",
    ];
    record("cancel_and_wake", figure(), script, untold, program)
}

async fn reader(y: Yielder<Wait>, reply: Future<&'static str>, goodbye: Future) -> Result {
    let waited = y.yield_(Box::new(reply)).await;
    assert!(waited.is_err(), "it was cancelled");
    tell("raises");
    y.yield_(Box::new(goodbye)).await
}

fn program() -> Result {
    let event_loop = EventLoop::new()?;
    let (reply, goodbye) = (Future::new(&event_loop), Future::new(&event_loop));
    let (a, b) = (reply.clone(), goodbye.clone());
    let task = Rc::<RefCell<Option<Task>>>::default();
    show(&event_loop, &reply, &goodbye, task.clone());
    let spawned = Task::spawn(&event_loop, co(|y| reader(y, a, b)));
    task.replace(Some(spawned.clone()));
    event_loop.run()?;
    reply.set_result("hello")?;
    tell("reply is set");
    spawned.cancel();
    tell("cancelled");
    event_loop.run()?;
    goodbye.set_result(())?;
    tell("goodbye is set");
    event_loop.run()?;
    assert!(matches!(spawned.future().result(), Some(Ok(()))));
    Ok(())
}

fn show(
    event_loop: &EventLoop,
    reply: &Future<&'static str>,
    goodbye: &Future,
    task: Rc<RefCell<Option<Task>>>,
) {
    let (event_loop, reply, goodbye) = (event_loop.clone(), reply.clone(), goodbye.clone());
    shows(move |seen| {
        assert_eq!(seen.queue.len(), event_loop.queued(), "the loop's queue");
        let task = format!("{:?}", task.borrow().as_ref().expect("it is spawned"));
        let steps = format!("steps: Cell {{ value: {} }}", seen.resumes);
        assert!(task.contains(&steps), "{task} has not {steps}");
        let flag = match task.contains("cancelling: Cell { value: true }") {
            true => "up",
            false => "down",
        };
        let held = |here: bool, thing: &str, label: &str| -> Held {
            let there = here.then(|| (thing.to_string(), label.to_string()));
            there.into_iter().collect()
        };
        let queue = seen.queue.iter().map(|n| QUEUED[*n].map(String::from));
        let now = format!("step {}", seen.resumes.saturating_sub(1));
        let next = format!("step {}", seen.resumes);
        BTreeMap::from([
            (
                "queue",
                queue.map(|[thing, label]| (thing, label)).collect(),
            ),
            ("running", held(seen.running, "reader", &now)),
            ("flag", held(true, "flag", flag)),
            ("reply", held(reply.callbacks() > 0, "reader", &next)),
            ("goodbye", held(goodbye.callbacks() > 0, "reader", &next)),
        ])
    });
}
