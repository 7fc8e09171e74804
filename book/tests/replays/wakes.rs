//! The life of a wake, and a wake during the poll.

use crate::{
    slot::{Receive, send, wakes_itself_twice},
    story::{NoteDrop, Told, record},
};
use book::replay::{Figure, Lane, Move, Place, Thing, Trace};

fn places() -> Vec<Place> {
    vec![
        Place::new("queue", "Run queue")
            .note("ids of woken tasks")
            .mark("half"),
        Place::new("running", "Running").look("slot").mark("solid"),
        Place::new("tasks", "Tasks")
            .note("futures, by id")
            .mark("thin")
            .sorted(),
        Place::new("slot", "Slot"),
        Place::new("flag", "Flag").mark("none"),
        Place::new("done", "Dropped").mark("none"),
    ]
}

/// Spawn, poll, pending, wake, poll again, done.
pub(crate) fn life_of_a_wake() -> Trace {
    let mut places = places();
    places.retain(|place| place.id != "flag");
    let figure = Figure {
        title: "The life of a wake: reader waits for a message, writer sends it",
        places,
        things: vec![
            Thing::new("reader", "reader", "task", "orange"),
            Thing::new("writer", "writer", "task", "blue"),
            Thing::new("id-reader", "reader", "id", "orange").named("the id of reader"),
            Thing::new("id-writer", "writer", "id", "blue").named("the id of writer"),
            Thing::new("waker", "waker", "waker", "orange"),
            Thing::new("hello", "hello", "message", "blue"),
        ],
        grid: vec!["queue running slot", "tasks tasks done"],
        narrow: vec!["queue running", "tasks slot", "done done"],
        lanes: vec![
            Lane::new("reader", &["reader", "id-reader"]),
            Lane::new("writer", &["writer", "id-writer"]),
        ],
    };
    let to = Move::to;
    let script = vec![
        Told(
            "spawn reader",
            "The program spawns reader: the executor puts its future into the map of tasks.",
            vec![to("reader", "tasks")],
        ),
        Told(
            "wake reader",
            "`spawn` wakes it once: the id of reader goes into the run queue.",
            vec![to("id-reader", "queue").out_of("reader")],
        ),
        Told(
            "spawn writer",
            "The program spawns writer.",
            vec![to("writer", "tasks")],
        ),
        Told(
            "wake writer",
            "The id of writer is queued behind the id of reader.",
            vec![to("id-writer", "queue").out_of("writer")],
        ),
        Told(
            "poll reader",
            "`run_ready` pops the first id, takes that task out of the map, and polls it.",
            vec![Move::away("id-reader"), to("reader", "running")],
        ),
        Told(
            "pending reader",
            "No message yet: reader left its waker in the slot and returned `Pending`.",
            vec![to("waker", "slot").out_of("reader"), to("reader", "tasks")],
        ),
        Told(
            "poll writer",
            "Next is writer. The id of reader is not queued, so nothing polls reader.",
            vec![Move::away("id-writer"), to("writer", "running")],
        ),
        Told(
            "wake reader",
            "writer put hello into the slot and called the waker, which only pushes an id.",
            vec![
                to("hello", "slot").out_of("writer"),
                to("id-reader", "queue").out_of("waker"),
                Move::away("waker"),
            ],
        ),
        Told(
            "complete writer",
            "writer has ended, and its future is dropped. The wake has run nothing so far.",
            vec![to("writer", "done")],
        ),
        Told(
            "poll reader",
            "The next `run_ready` pops the id of reader and polls it a second time.",
            vec![Move::away("id-reader"), to("reader", "running")],
        ),
        Told(
            "complete reader",
            "Now the message is there: reader took it and returned `Ready`. It is dropped.",
            vec![Move::away("hello"), to("reader", "done")],
        ),
    ];
    record("life_of_a_wake", figure, script, |executor, slot| {
        let reader = Receive(slot.clone());
        executor.spawn(async move {
            let _dropped = NoteDrop("reader");
            reader.await;
        });
        executor.spawn(async move {
            let _dropped = NoteDrop("writer");
            send(&slot, "hello");
        });
        while !executor.is_empty() {
            executor.run_ready();
        }
    })
}

/// A task that wakes itself twice while it is polled.
pub(crate) fn wake_during_the_poll() -> Trace {
    let mut places = places();
    places.retain(|place| place.id != "slot");
    let figure = Figure {
        title: "A wake during the poll: worker wakes itself, twice",
        places,
        things: vec![
            Thing::new("worker", "worker", "task", "orange"),
            Thing::new("id-worker", "worker", "id", "orange").named("the id of worker"),
            Thing::new("woken", "woken", "flag", "blue"),
        ],
        grid: vec!["queue running flag", "tasks tasks done"],
        narrow: vec!["queue running", "flag tasks", "done done"],
        lanes: vec![Lane::new("worker", &["worker", "id-worker"])],
    };
    let to = Move::to;
    let script = vec![
        Told(
            "spawn worker",
            "The program spawns worker.",
            vec![to("worker", "tasks"), to("woken", "flag").labelled("down")],
        ),
        Told(
            "wake worker",
            "`spawn` wakes it. The flag goes up, and the id of worker is queued.",
            vec![
                Move::label("woken", "up"),
                to("id-worker", "queue").out_of("worker"),
            ],
        ),
        Told(
            "poll worker",
            "The id is popped, and the flag comes down. Only then is worker polled.",
            vec![
                Move::away("id-worker"),
                Move::label("woken", "down"),
                to("worker", "running"),
            ],
        ),
        Told(
            "wake worker",
            "worker wakes itself while it is polled. The flag was down, so its id is queued.",
            vec![
                Move::label("woken", "up"),
                to("id-worker", "queue").out_of("worker"),
            ],
        ),
        Told(
            "wake again worker",
            "worker wakes itself again. The flag is up already, so nothing is pushed.",
            vec![],
        ),
        Told(
            "pending worker",
            "worker returns `Pending` and goes back into the map. Its id is still queued.",
            vec![to("worker", "tasks")],
        ),
        Told(
            "poll worker",
            "So the next `run_ready` polls it again: no wake is lost, and two wakes are one poll.",
            vec![
                Move::away("id-worker"),
                Move::label("woken", "down"),
                to("worker", "running"),
            ],
        ),
        Told(
            "complete worker",
            "worker returns `Ready`, and its future is dropped.",
            vec![to("worker", "done"), Move::away("woken")],
        ),
    ];
    record("wake_during_the_poll", figure, script, |executor, _| {
        executor.spawn(async {
            let _dropped = NoteDrop("worker");
            wakes_itself_twice().await;
        });
        while !executor.is_empty() {
            executor.run_ready();
        }
    })
}
