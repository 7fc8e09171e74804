//! The life of a wake, and a wake during the poll.

use crate::{
    slot::{Receive, send, wakes_itself_twice},
    story::{NoteDrop, Told, record},
};
use book::replay::{Figure, Lane, Move, Place, Thing, Trace};

pub(crate) fn thing(
    id: &'static str,
    label: &'static str,
    kind: &'static str,
    color: &'static str,
) -> Thing {
    Thing {
        id,
        label,
        kind,
        color,
        name: None,
    }
}

/// The id of a task: sentences call it that.
pub(crate) fn id_of(
    id: &'static str,
    label: &'static str,
    name: &'static str,
    color: &'static str,
) -> Thing {
    Thing {
        name: Some(name),
        ..thing(id, label, "id", color)
    }
}

fn places() -> Vec<Place> {
    let place = |id, title, note, look, mark| Place {
        id,
        title,
        note,
        look,
        mark,
        sorted: id == "tasks",
    };
    vec![
        place("queue", "Run queue", "ids of woken tasks", "", "half"),
        place("running", "Running", "", "slot", "solid"),
        place("tasks", "Tasks", "futures, by id", "", "thin"),
        place("slot", "Slot", "", "", ""),
        place("flag", "Flag", "", "", "none"),
        place("done", "Dropped", "", "", "none"),
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
            thing("reader", "reader", "task", "orange"),
            thing("writer", "writer", "task", "blue"),
            id_of("id-reader", "reader", "the id of reader", "orange"),
            id_of("id-writer", "writer", "the id of writer", "blue"),
            thing("waker", "waker", "waker", "orange"),
            thing("hello", "hello", "message", "blue"),
        ],
        grid: vec!["queue running slot", "tasks tasks done"],
        narrow: vec!["queue running", "tasks slot", "done done"],
        lanes: vec![
            Lane {
                name: "reader",
                things: vec!["reader", "id-reader"],
            },
            Lane {
                name: "writer",
                things: vec!["writer", "id-writer"],
            },
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
            thing("worker", "worker", "task", "orange"),
            id_of("id-worker", "worker", "the id of worker", "orange"),
            thing("woken", "woken", "flag", "blue"),
        ],
        grid: vec!["queue running flag", "tasks tasks done"],
        narrow: vec!["queue running", "flag tasks", "done done"],
        lanes: vec![Lane {
            name: "worker",
            things: vec!["worker", "id-worker"],
        }],
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
