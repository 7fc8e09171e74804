//! What the two stories of a blocking job show.

use book::replay::{Figure, Lane, Place, Thing};

/// With the other thread and the slot of its job, or without.
pub(super) fn figure(title: &'static str, elsewhere: bool) -> Figure {
    let mut places = vec![
        Place::new("queue", "Run queue")
            .note("ids of woken tasks")
            .mark("half"),
        Place::new("running", "The loop's thread")
            .look("slot")
            .mark("solid"),
        Place::new("tasks", "Tasks")
            .note("futures, by id")
            .mark("thin")
            .sorted(),
        Place::new("time", "Time")
            .note("and the timer")
            .mark("none"),
    ];
    let mut things = vec![
        Thing::new("clock", "clock", "task", "blue"),
        Thing::new("hash", "hash", "task", "orange"),
        Thing::new("id-clock", "clock", "id", "blue").named("the id of clock"),
        Thing::new("id-hash", "hash", "id", "orange").named("the id of hash"),
        Thing::new("timer", "timer", "timer", "blue"),
        Thing::new("now", "now", "flag", "grey"),
        Thing::new("ticks", "ticks", "flag", "blue"),
    ];
    let mut lanes = vec![
        Lane::new("clock", &["clock", "id-clock"]),
        Lane::new("hash", &["hash", "id-hash"]),
    ];
    if elsewhere {
        places.push(
            Place::new("pool", "Another thread")
                .look("far")
                .mark("solid"),
        );
        places.push(Place::new("slot", "Slot").note("of the Job").mark("none"));
        things.push(Thing::new("job", "the function", "thread", "orange"));
        things.push(Thing::new("waker", "waker", "waker", "orange"));
        things.push(Thing::new("result", "result", "message", "orange"));
        lanes.push(Lane::new("thread", &["job"]));
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
