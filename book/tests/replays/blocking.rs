//! A clock beside a job that blocks: on the loop's thread, and on a thread of its own. `spawn_blocking` is the page's, and the thread
//! is real.

mod figure;
mod story;

use book::replay::{Move, Trace};
use figure::figure;
use stage06::snapshot;
use std::{sync::mpsc, thread};
use story::{Told, naive, record};

/// A job that is called in the task itself.
pub(crate) fn blocked_loop() -> Trace {
    let to = Move::to;
    let script: Vec<Told> = vec![
        begun(),
        timer_set(),
        (
            "poll hash",
            "hash is polled. It calls its function right here, on the loop's thread.",
            "",
            vec![Move::away("id-hash"), to("hash", "running")],
        ),
        (
            "10 ms",
            "10 ms: the timer is due. The thread is inside the function, so the loop cannot look.",
            "",
            vec![Move::label("now", "10 ms")],
        ),
        (
            "20 ms",
            "20 ms: a second tick is missed. Nothing fails: the loop just does not run.",
            "",
            vec![Move::label("now", "20 ms")],
        ),
        (
            "30 ms",
            "30 ms: the function returns to hash.",
            "",
            vec![Move::label("now", "30 ms")],
        ),
        (
            "complete hash",
            "hash has ended. The loop has its thread back.",
            "",
            vec![Move::away("hash")],
        ),
        (
            "wake clock",
            "The loop looks at its timers at last, and wakes clock, 20 ms late.",
            "",
            vec![to("id-clock", "queue").out_of("timer"), Move::away("timer")],
        ),
        (
            "pending clock",
            "clock counts one tick. In 30 ms there should have been three.",
            "",
            vec![
                Move::away("id-clock"),
                Move::label("ticks", "1"),
                to("timer", "time").labelled("40 ms"),
            ],
        ),
    ];
    let title = "A blocked loop: hash works for 30 ms on the thread of the loop";
    record("blocked_loop", figure(title, false), script, |story| {
        story.executor.spawn(async {
            let story = story::story();
            (10..=30).step_by(10).for_each(|now| story.pass(now));
        });
        story.turn();
        story.turn();
    })
}

/// The same job by `spawn_blocking`.
pub(crate) fn spawned_job() -> Trace {
    let to = Move::to;
    let script: Vec<Told> = vec![
        begun(),
        timer_set(),
        (
            "job starts",
            "hash is polled, and calls `spawn_blocking`: a new thread runs the function.",
            "thread::spawn(move || {",
            vec![
                Move::away("id-hash"),
                to("hash", "running"),
                to("job", "pool").out_of("hash"),
            ],
        ),
        (
            "pending hash",
            "hash polls the `Job`: no result yet. Its waker is in the slot, and it is pending.",
            "slot.waker = Some(context.waker().clone());",
            vec![to("waker", "slot").out_of("hash"), to("hash", "tasks")],
        ),
        (
            "pending clock",
            "10 ms: the timer was due. The loop polled clock, which counted its first tick.",
            "",
            vec![
                Move::label("now", "10 ms"),
                Move::label("ticks", "1"),
                Move::label("timer", "20 ms"),
            ],
        ),
        (
            "pending clock",
            "20 ms: the second tick. The job still runs, and holds nothing up.",
            "",
            vec![
                Move::label("now", "20 ms"),
                Move::label("ticks", "2"),
                Move::label("timer", "30 ms"),
            ],
        ),
        (
            "job ends",
            "30 ms: the function returned. Its thread filled the slot and called the waker.",
            "waker.into_iter().for_each(Waker::wake);",
            vec![
                Move::label("now", "30 ms"),
                to("result", "slot").out_of("job"),
                to("id-hash", "queue").out_of("waker"),
                Move::away("waker"),
                Move::away("job"),
            ],
        ),
        (
            "wake clock",
            "The loop looks at its timers, and wakes clock on time.",
            "",
            vec![to("id-clock", "queue").out_of("timer"), Move::away("timer")],
        ),
        (
            "complete hash",
            "It polls hash, which takes the result and ends.",
            "return Poll::Ready(result);",
            vec![
                Move::away("id-hash"),
                Move::away("result"),
                Move::away("hash"),
            ],
        ),
        (
            "pending clock",
            "clock counts its third tick. None was missed.",
            "",
            vec![
                Move::away("id-clock"),
                Move::label("ticks", "3"),
                to("timer", "time").labelled("40 ms"),
            ],
        ),
    ];
    let title = "The same job on another thread: hash waits, and the loop is free";
    record("spawned_job", figure(title, true), script, |story| {
        let (go, gone) = mpsc::channel();
        story.executor.spawn(async move {
            let job = naive::spawn_blocking(move || gone.recv().map_or(0, |()| 42));
            let story = story::story();
            story.slot.replace(Some(job.0.clone()));
            story.elsewhere.set(true);
            story.tell("job starts");
            assert_eq!(job.await, 42);
        });
        for now in [0, 10, 20] {
            story.now.set(now);
            story.turn();
        }
        story.now.set(30);
        go.send(()).expect("the job waits for it");
        while snapshot::queue(&story.executor).0.is_empty() {
            thread::yield_now();
        }
        story.elsewhere.set(false);
        story.tell("job ends");
        story.turn();
    })
}

fn begun() -> Told {
    (
        "wake hash",
        "Two tasks: clock counts a tick every 10 ms, hash has a function that takes 30 ms.",
        "",
        vec![
            Move::to("now", "time").labelled("0 ms"),
            Move::to("ticks", "time").labelled("0"),
            Move::to("clock", "tasks"),
            Move::to("hash", "tasks"),
            Move::to("id-clock", "queue").out_of("clock"),
            Move::to("id-hash", "queue").out_of("hash"),
        ],
    )
}

fn timer_set() -> Told {
    (
        "pending clock",
        "clock was polled first: it has set a timer for 10 ms, and is pending.",
        "",
        vec![
            Move::away("id-clock"),
            Move::to("timer", "time").labelled("10 ms").out_of("clock"),
        ],
    )
}
