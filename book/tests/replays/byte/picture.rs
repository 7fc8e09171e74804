//! The picture of the replay, and the lines that it marks.

use crate::wakes::{id_of, thing};
use book::{
    page::{read, root},
    replay::{Figure, Lane, Place, Source},
};

/// The line of the stage's file that has this text, with `@2` for the second one.
pub(super) fn source(file: &str, text: &str) -> Source {
    let file = format!("stage06-async-await/src/{file}.rs");
    let (text, nth) = match text.split_once('@') {
        Some((text, nth)) => (text, nth.parse().expect("a number")),
        None => (text, 1),
    };
    let code = read(&root().join(&file));
    let mut lines = (1..)
        .zip(code.lines())
        .filter(|(_, line)| line.contains(text));
    let line = lines.nth(nth - 1).expect(text).0;
    Source { file, line }
}

pub(super) fn figure() -> Figure {
    let place = |id, title, note, look, mark| Place {
        id,
        title,
        note,
        look,
        mark,
        sorted: false,
    };
    Figure {
        title: "One byte, from .await to the kernel and back",
        places: vec![
            place("queue", "Run queue", "ids of woken tasks", "", "half"),
            place("running", "Running", "", "slot", "solid"),
            place("tasks", "Tasks", "", "", "thin"),
            place("reactor", "Reactor", "what it knows of the socket", "", ""),
            place("kernel", "Kernel", "receive buffer", "far", "solid"),
            place("buffer", "Reader’s buffer", "", "", "none"),
        ],
        things: vec![
            thing("reader", "reader", "task", "orange"),
            id_of("id-reader", "reader", "the id of reader", "orange"),
            thing("ready", "ready", "flag", "blue"),
            thing("waker", "waker", "waker", "orange"),
            thing("byte", "byte", "message", "blue"),
        ],
        grid: vec!["queue running buffer", "tasks reactor kernel"],
        narrow: vec!["queue running", "tasks reactor", "kernel buffer"],
        lanes: vec![
            Lane {
                name: "reader",
                things: vec!["reader", "id-reader"],
            },
            Lane {
                name: "byte",
                things: vec!["byte"],
            },
        ],
    }
}
