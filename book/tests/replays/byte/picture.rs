//! The picture of the replay, and the lines that it marks.

use book::replay::{Figure, Lane, Place, Thing};

pub(super) fn figure() -> Figure {
    Figure {
        title: "One byte, from .await to the kernel and back",
        places: vec![
            Place::new("queue", "Run queue")
                .note("ids of woken tasks")
                .mark("half"),
            Place::new("running", "Running").look("slot").mark("solid"),
            Place::new("tasks", "Tasks").mark("thin"),
            Place::new("reactor", "Reactor").note("what it knows of the socket"),
            Place::new("kernel", "Kernel")
                .note("receive buffer")
                .look("far")
                .mark("solid"),
            Place::new("buffer", "Reader’s buffer").mark("none"),
        ],
        things: vec![
            Thing::new("reader", "reader", "task", "orange"),
            Thing::new("id-reader", "reader", "id", "orange").named("the id of reader"),
            Thing::new("ready", "ready", "flag", "blue"),
            Thing::new("waker", "waker", "waker", "orange"),
            Thing::new("byte", "byte", "message", "blue"),
        ],
        grid: vec!["queue running buffer", "tasks reactor kernel"],
        narrow: vec!["queue running", "tasks reactor", "kernel buffer"],
        lanes: vec![
            Lane::new("reader", &["reader", "id-reader"]),
            Lane::new("byte", &["byte"]),
        ],
    }
}
