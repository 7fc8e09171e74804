//! What the replay of the sub-wakers shows and says.

use crate::story::Told;
use book::replay::{Figure, Lane, Move, Place, Thing};

pub(super) fn figure() -> Figure {
    Figure {
        title: "A wake of one child: join waits for alpha, beta and gamma",
        places: vec![
            Place::new("queue", "Run queue")
                .note("of the executor")
                .mark("half"),
            Place::new("running", "Running").look("slot").mark("solid"),
            Place::new("tasks", "Tasks").mark("thin"),
            Place::new("woken", "Woken")
                .note("of the join")
                .mark("half")
                .sorted(),
            Place::new("polled", "Polled").look("slot").mark("solid"),
            Place::new("children", "Children").mark("thin").sorted(),
        ],
        things: vec![
            Thing::new("join", "join", "task", "orange"),
            Thing::new("id-join", "join", "id", "orange").named("the id of join"),
            Thing::new("alpha", "alpha", "task", "blue"),
            Thing::new("beta", "beta", "task", "green"),
            Thing::new("gamma", "gamma", "task", "purple"),
            Thing::new("id-alpha", "alpha", "id", "blue").named("the number of alpha"),
            Thing::new("id-beta", "beta", "id", "green").named("the number of beta"),
            Thing::new("id-gamma", "gamma", "id", "purple").named("the number of gamma"),
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
            Lane::new("join", &["join", "id-join"]),
            Lane::new("alpha", &["alpha", "id-alpha"]),
            Lane::new("beta", &["beta", "id-beta"]),
            Lane::new("gamma", &["gamma", "id-gamma"]),
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
