//! What the replay of the sub-wakers shows and says.

use crate::story::Told;
use book::replay::{Figure, Lane, Move, Place, Thing};

pub(super) fn figure() -> Figure {
    let place = |id, title, note, look, mark| Place {
        id,
        title,
        note,
        look,
        mark,
        sorted: matches!(id, "children" | "woken"),
    };
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
    let lane = |name, id| Lane {
        name,
        things: vec![name, id],
    };
    Figure {
        title: "A wake of one child: join waits for alpha, beta and gamma",
        places: vec![
            place("queue", "Run queue", "of the executor", "", "half"),
            place("running", "Running", "", "slot", "solid"),
            place("tasks", "Tasks", "", "", "thin"),
            place("woken", "Woken", "of the join", "", "half"),
            place("polled", "Polled", "", "slot", "solid"),
            place("children", "Children", "", "", "thin"),
        ],
        things: vec![
            thing("join", "join", "task", "orange"),
            id_of("id-join", "join", "the id of join", "orange"),
            thing("alpha", "alpha", "task", "blue"),
            thing("beta", "beta", "task", "green"),
            thing("gamma", "gamma", "task", "purple"),
            id_of("id-alpha", "alpha", "the number of alpha", "blue"),
            id_of("id-beta", "beta", "the number of beta", "green"),
            id_of("id-gamma", "gamma", "the number of gamma", "purple"),
        ],
        grid: vec![
            "queue running tasks tasks",
            "woken polled children children",
        ],
        narrow: vec![
            "queue running",
            "tasks tasks",
            "woken polled",
            "children children",
        ],
        lanes: vec![
            lane("join", "id-join"),
            lane("alpha", "id-alpha"),
            lane("beta", "id-beta"),
            lane("gamma", "id-gamma"),
        ],
    }
}

pub(super) fn script() -> Vec<Told> {
    let to = Move::to;
    let away = Move::away;
    vec![
        Told(
            "spawn",
            "The program spawns join, a task that holds alpha, beta and gamma.",
            vec![
                to("join", "tasks"),
                to("alpha", "children"),
                to("beta", "children"),
                to("gamma", "children"),
            ],
        ),
        Told(
            "wake",
            "`spawn` wakes the task once.",
            vec![to("id-join", "queue").out_of("join")],
        ),
        Told(
            "poll",
            "The executor polls join. The first poll is for all children.",
            vec![away("id-join"), to("join", "running")],
        ),
        Told(
            "poll alpha",
            "It polls alpha, and gives it the sub-waker of alpha.",
            vec![to("alpha", "polled")],
        ),
        Told(
            "poll beta",
            "alpha waits, and has stored its sub-waker. Next is beta.",
            vec![to("alpha", "children"), to("beta", "polled")],
        ),
        Told(
            "poll gamma",
            "beta waits. Next is gamma.",
            vec![to("beta", "children"), to("gamma", "polled")],
        ),
        Told(
            "pending",
            "All three wait, so join is pending.",
            vec![to("gamma", "children"), to("join", "tasks")],
        ),
        Told(
            "wake",
            "The sub-waker of beta is called. It notes beta, and wakes the task.",
            vec![
                to("id-beta", "woken").out_of("beta"),
                to("id-join", "queue").out_of("join"),
            ],
        ),
        Told(
            "poll",
            "The executor knows only the task: it polls join.",
            vec![away("id-join"), to("join", "running")],
        ),
        Told(
            "poll beta",
            "join takes what is noted, and polls beta. It does not touch alpha and gamma.",
            vec![away("id-beta"), to("beta", "polled")],
        ),
        Told(
            "end beta",
            "beta is ready. join keeps the output and drops the future.",
            vec![Move::away("beta")],
        ),
        Told(
            "pending",
            "Two children are left: join is pending.",
            vec![to("join", "tasks")],
        ),
        Told(
            "wake",
            "The sub-waker of gamma is called. It notes gamma, and wakes the task.",
            vec![
                to("id-gamma", "woken").out_of("gamma"),
                to("id-join", "queue").out_of("join"),
            ],
        ),
        Told(
            "note alpha",
            "The sub-waker of alpha notes alpha. The task is woken already.",
            vec![to("id-alpha", "woken").out_of("alpha")],
        ),
        Told(
            "poll",
            "The executor polls join.",
            vec![away("id-join"), to("join", "running")],
        ),
        Told(
            "poll alpha",
            "join takes both numbers, and polls alpha.",
            vec![away("id-alpha"), away("id-gamma"), to("alpha", "polled")],
        ),
        Told("end alpha", "alpha is ready.", vec![Move::away("alpha")]),
        Told("poll gamma", "Next is gamma.", vec![to("gamma", "polled")]),
        Told("end gamma", "gamma is ready.", vec![Move::away("gamma")]),
        Told(
            "complete",
            "No child is left: join is ready, after six polls of children.",
            vec![away("join")],
        ),
    ]
}
