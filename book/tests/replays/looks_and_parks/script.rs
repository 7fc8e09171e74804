//! What is said of the two loops, and the picture.

use crate::tasks::{Told, told};
use book::replay::{Figure, Lane, Move, Place, Thing};

pub(super) fn figure() -> Figure {
    let task = |id, label, color| Thing::new(id, label, "task", color);
    Figure {
        title: "A task that waits for a byte: on stage 5's loop, and on stage 4's",
        places: vec![
            Place::new("queue5", "Stage 5: queue").mark("half"),
            Place::new("running5", "Running").look("slot").mark("solid"),
            Place::new("vain", "Looks in vain").mark("none"),
            Place::new("queue4", "Stage 4: queue").mark("half"),
            Place::new("running4", "Running").look("slot").mark("solid"),
            Place::new("parked4", "Parked")
                .note("for a socket")
                .mark("thin"),
        ],
        things: vec![
            task("reader5", "reader", "orange").named("the reader of stage 5"),
            task("worker5", "worker", "blue").named("the worker of stage 5"),
            task("reader4", "reader", "orange").named("the reader of stage 4"),
            task("worker4", "worker", "blue").named("the worker of stage 4"),
            Thing::new("vain5", "stage 5", "flag", "grey").named("the looks in vain of stage 5"),
            Thing::new("vain4", "stage 4", "flag", "grey").named("the looks in vain of stage 4"),
        ],
        grid: vec!["queue5 running5 vain", "queue4 running4 parked4"],
        narrow: vec!["queue5 running5", "queue4 running4", "parked4 vain"],
        lanes: vec![
            Lane::new("reader, stage 5", &["reader5"]),
            Lane::new("reader, stage 4", &["reader4"]),
        ],
    }
}

pub(super) fn script() -> Vec<Told> {
    let to = Move::to;
    vec![
        told(
            "start",
            "Two loops, with the same two tasks. worker sends a byte in its third step.",
            vec![
                to("reader5", "queue5"),
                to("worker5", "queue5"),
                to("reader4", "queue4"),
                to("worker4", "queue4"),
                to("vain5", "vain").labelled("0"),
                to("vain4", "vain").labelled("0"),
            ],
        ),
        told(
            "5 look",
            "Stage 5, turn 1: reader looks at its socket. Nothing has arrived.",
            vec![to("reader5", "running5"), Move::label("vain5", "1")],
        ),
        told(
            "5 step 1",
            "reader goes to the end of the queue, and worker takes its first step.",
            vec![to("reader5", "queue5"), to("worker5", "running5")],
        ),
        told(
            "4 step 0",
            "Stage 4, turn 1: reader does not look. It asks for a step when it can read.",
            vec![to("worker5", "queue5"), to("reader4", "running4")],
        ),
        told(
            "4 request 0",
            "The loop registers the socket, and parks reader: it is in no queue.",
            vec![to("reader4", "parked4")],
        ),
        told(
            "4 step 1",
            "worker takes its first step.",
            vec![to("worker4", "running4")],
        ),
        told(
            "5 look",
            "Stage 5, turn 2: reader looks again, in vain.",
            vec![
                to("worker4", "queue4"),
                to("reader5", "running5"),
                Move::label("vain5", "2"),
            ],
        ),
        told(
            "5 step 1",
            "worker takes its second step, later by one look.",
            vec![to("reader5", "queue5"), to("worker5", "running5")],
        ),
        told(
            "4 step 1",
            "Stage 4, turn 2: only worker is in the queue. reader costs nothing.",
            vec![to("worker5", "queue5"), to("worker4", "running4")],
        ),
        told(
            "5 look",
            "Stage 5, turn 3: the third look in vain.",
            vec![
                to("worker4", "queue4"),
                to("reader5", "running5"),
                Move::label("vain5", "3"),
            ],
        ),
        told(
            "5 complete 1",
            "worker sends the byte to reader's socket, and ends.",
            vec![to("reader5", "queue5"), Move::away("worker5")],
        ),
        told(
            "4 complete 1",
            "Stage 4, turn 3: worker sends the byte here, too, and ends.",
            vec![Move::away("worker4")],
        ),
        told(
            "5 found",
            "Stage 5, turn 4: the fourth look finds the byte.",
            vec![to("reader5", "running5")],
        ),
        told(
            "5 complete 0",
            "reader ends. One of its four looks was worth it.",
            vec![Move::away("reader5")],
        ),
        told(
            "4 wake 0",
            "Stage 4, turn 4: the selector reports the socket, and reader is queued.",
            vec![to("reader4", "queue4")],
        ),
        told(
            "4 found",
            "reader takes its second step, and looks for the first time. The byte is there.",
            vec![to("reader4", "running4")],
        ),
        told(
            "4 complete 0",
            "reader ends. Its only look was worth it.",
            vec![Move::away("reader4")],
        ),
    ]
}
