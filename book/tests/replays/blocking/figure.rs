//! What the two stories of a blocking job show.

use book::replay::{Figure, Lane, Place, Thing};

/// With the other thread and the slot of its job, or without.
pub(super) fn figure(title: &'static str, elsewhere: bool) -> Figure {
    let place = |id, title, note, look, mark| Place {
        id,
        title,
        note,
        look,
        mark,
        sorted: id == "tasks",
    };
    let mut places = vec![
        place("queue", "Run queue", "ids of woken tasks", "", "half"),
        place("running", "The loop's thread", "", "slot", "solid"),
        place("tasks", "Tasks", "futures, by id", "", "thin"),
        place("time", "Time", "and the timer", "", "none"),
    ];
    let thing = |id, label, kind, color| Thing {
        id,
        label,
        kind,
        color,
        name: None,
    };
    let id_of = |id, label, name, color| Thing {
        name: Some(name),
        ..thing(id, label, "id", color)
    };
    let mut things = vec![
        thing("clock", "clock", "task", "blue"),
        thing("hash", "hash", "task", "orange"),
        id_of("id-clock", "clock", "the id of clock", "blue"),
        id_of("id-hash", "hash", "the id of hash", "orange"),
        thing("timer", "timer", "timer", "blue"),
        thing("now", "now", "flag", "grey"),
        thing("ticks", "ticks", "flag", "blue"),
    ];
    let lane = |name, things| Lane { name, things };
    let mut lanes = vec![
        lane("clock", vec!["clock", "id-clock"]),
        lane("hash", vec!["hash", "id-hash"]),
    ];
    if elsewhere {
        places.push(place("pool", "Another thread", "", "far", "solid"));
        places.push(place("slot", "Slot", "of the Job", "", "none"));
        things.push(thing("job", "the function", "thread", "orange"));
        things.push(thing("waker", "waker", "waker", "orange"));
        things.push(thing("result", "result", "message", "orange"));
        lanes.push(lane("thread", vec!["job"]));
    }
    let (grid, narrow) = match elsewhere {
        true => (
            vec!["queue running pool", "tasks time slot"],
            vec!["queue running", "tasks time", "pool slot"],
        ),
        false => (
            vec!["queue running", "tasks time"],
            vec!["queue running", "tasks time"],
        ),
    };
    Figure {
        title,
        places,
        things,
        grid,
        narrow,
        lanes,
    }
}
