//! A cancel that comes when the wake is queued already.

use crate::tasks::{record, shows, tell, thing, told};
use book::replay::{Figure, Held, Lane, Move, Place, Thing, Trace};
use stage01::{Result, Yielder, co};
use stage02::{EventLoop, Future};
use stage03::{Task, Wait};
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

const TASK: &str = "src/task.rs";

/// The callbacks, in the order in which the loop is given them: the first step, the wake, the cancel's step, the next wake.
const QUEUED: [&str; 4] = ["first", "wake", "cancel", "next"];

fn figure() -> Figure {
    let place = |id, title, note, mark| Place {
        id,
        title,
        note,
        mark,
        look: if id == "running" { "slot" } else { "" },
        sorted: false,
    };
    let step = |id, label, name, color| Thing {
        name: Some(name),
        ..thing(id, label, "id", color)
    };
    Figure {
        title: "A cancel races a wake: reader waits for a reply",
        places: vec![
            place("queue", "Loop's queue", "callbacks to run", "half"),
            place("running", "Running", "", "solid"),
            place("paused", "Paused", "", "thin"),
            place("flag", "Flag", "", "none"),
            place("reply", "Future: reply", "its callbacks", "none"),
            place("goodbye", "Future: goodbye", "its callbacks", "none"),
        ],
        things: vec![
            thing("reader", "reader", "task", "orange"),
            step("wake", "step 1", "the wake's step 1", "orange"),
            step("cancel", "step 1", "the cancel's step 1", "purple"),
            step("next", "step 2", "step 2", "orange"),
            thing("flag", "cancelling", "flag", "purple"),
        ],
        grid: vec!["queue running flag", "reply goodbye paused"],
        narrow: vec!["queue running", "flag paused", "reply goodbye"],
        lanes: vec![Lane {
            name: "reader",
            things: vec!["reader"],
        }],
    }
}

pub(crate) fn cancel_and_wake() -> Trace {
    let to = Move::to;
    let script = vec![
        told(
            "wait 1",
            "reader waits for the reply, which has step 1 among its callbacks.",
            vec![
                to("reader", "paused"),
                to("wake", "reply").out_of("reader"),
                to("flag", "flag").labelled("down"),
            ],
        ),
        told(
            "reply is set",
            "The reply comes. `set_result` queues step 1, and runs nothing.",
            vec![to("wake", "queue")],
        ),
        told(
            "cancelled",
            "In the same turn: `cancel` raises the flag, and queues a step 1 of its own.",
            vec![
                Move::label("flag", "up"),
                to("cancel", "queue").out_of("flag"),
            ],
        )
        .at(TASK, "self.0.cancelling.set(true);"),
        told(
            "step 1",
            "The loop takes the first step 1. Its number is the right one: reader is taken out.",
            vec![Move::away("wake"), to("reader", "running")],
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
            vec![
                to("reader", "paused"),
                to("next", "goodbye").out_of("reader"),
            ],
        ),
        told(
            "callback",
            "The second step 1 is stale: reader has begun two steps. It does nothing.",
            vec![Move::away("cancel")],
        ),
        told(
            "goodbye is set",
            "The goodbye is sent. `set_result` queues step 2.",
            vec![to("next", "queue")],
        ),
        told(
            "step 2",
            "Step 2 is the right one, and the flag is down: reader goes on, and ends.",
            vec![Move::away("next"), to("reader", "running")],
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
        let queue = seen
            .queue
            .iter()
            .map(|n| (QUEUED[*n].to_string(), String::new()));
        BTreeMap::from([
            ("queue", queue.collect()),
            ("running", held(seen.running, "reader", "")),
            ("paused", held(!seen.running, "reader", "")),
            ("flag", held(true, "flag", flag)),
            ("reply", held(reply.callbacks() > 0, "wake", "")),
            ("goodbye", held(goodbye.callbacks() > 0, "next", "")),
        ])
    });
}
