//! A time limit: a message and a sleep, raced.

use crate::{
    clocked::record,
    slot::{Receive, send},
    story::Told,
};
use book::replay::{Figure, Lane, Move, Place, Thing, Trace};
use stage06::{combine::race, timers::sleep_until};
use std::time::Duration;

const MS: Duration = Duration::from_millis(1);

fn figure() -> Figure {
    Figure {
        title: "A time limit: client waits for a message, and for at most 5 ms",
        places: vec![
            Place::new("queue", "Run queue")
                .note("ids of woken tasks")
                .mark("half"),
            Place::new("running", "Running").look("slot").mark("solid"),
            Place::new("clock", "Clock").mark("none"),
            Place::new("tasks", "Tasks")
                .note("futures, by id")
                .mark("thin")
                .sorted(),
            Place::new("timers", "Timers")
                .note("by deadline")
                .mark("none")
                .sorted(),
            Place::new("slot", "Slot").mark("none"),
        ],
        things: vec![
            Thing::new("client", "client", "task", "orange"),
            Thing::new("server", "server", "task", "blue"),
            Thing::new("id-client", "client", "id", "orange").named("the id of client"),
            Thing::new("id-server", "server", "id", "blue").named("the id of server"),
            Thing::new("waker", "waker", "waker", "orange").named("the waker of client"),
            Thing::new("hello", "hello", "message", "blue"),
            Thing::new("timer-server", "server", "timer", "blue").named("the timer of server"),
            Thing::new("timer-client", "client", "timer", "orange").named("the timer of client"),
            Thing::new("now", "now", "flag", "grey"),
        ],
        grid: vec![
            "queue running clock",
            "tasks tasks timers",
            "slot slot slot",
        ],
        narrow: vec!["queue running", "clock timers", "tasks tasks", "slot slot"],
        lanes: vec![
            Lane::new("client", &["client", "id-client"]),
            Lane::new("server", &["server", "id-server"]),
        ],
    }
}

fn script() -> Vec<Told> {
    let to = Move::to;
    vec![
        Told(
            "spawn client",
            "The program spawns client.",
            vec![to("client", "tasks"), to("now", "clock").labelled("0 ms")],
        ),
        Told(
            "wake client",
            "`spawn` wakes it.",
            vec![to("id-client", "queue").out_of("client")],
        ),
        Told("spawn server", "And server.", vec![to("server", "tasks")]),
        Told(
            "wake server",
            "Both are in the run queue.",
            vec![to("id-server", "queue").out_of("server")],
        ),
        Told(
            "poll client",
            "client is polled. It polls both sides of its race, first the wait for a message.",
            vec![Move::away("id-client"), to("client", "running")],
        ),
        Told(
            "timer client",
            "No message: one waker stays in the slot. The sleep sets a timer with another.",
            vec![
                to("waker", "slot").out_of("client"),
                to("timer-client", "timers")
                    .labelled("5 ms")
                    .out_of("client"),
            ],
        ),
        Told(
            "pending client",
            "Both sides are pending, and so is client. It waits for what comes first.",
            vec![to("client", "tasks")],
        ),
        Told(
            "poll server",
            "server is polled. It works for 2 ms before it answers: here that is a sleep.",
            vec![Move::away("id-server"), to("server", "running")],
        ),
        Told(
            "timer server",
            "Its timer is set later, and comes first in the map: its deadline is earlier.",
            vec![
                to("timer-server", "timers")
                    .labelled("2 ms")
                    .out_of("server"),
            ],
        ),
        Told(
            "pending server",
            "Now no task is ready. The loop asks for the next deadline, and sleeps until then.",
            vec![to("server", "tasks")],
        ),
        Told(
            "expire",
            "It is 2 ms. `expire` removes the timer that is due, and returns its waker.",
            vec![Move::label("now", "2 ms"), Move::away("timer-server")],
        ),
        Told(
            "wake server",
            "The loop calls it: the id of server goes into the run queue.",
            vec![to("id-server", "queue").out_of("server")],
        ),
        Told(
            "poll server",
            "server goes on. Its sleep is ready, since its deadline is not after 2 ms.",
            vec![Move::away("id-server"), to("server", "running")],
        ),
        Told(
            "wake client",
            "It put hello into the slot, and called the waker of client.",
            vec![
                to("hello", "slot").out_of("server"),
                to("id-client", "queue").out_of("waker"),
                Move::away("waker"),
            ],
        ),
        Told(
            "complete server",
            "server has ended.",
            vec![Move::away("server")],
        ),
        Told(
            "poll client",
            "client is polled, and asks the message's side first.",
            vec![Move::away("id-client"), to("client", "running")],
        ),
        Told(
            "cancel client",
            "Ready: `race` returns and drops both sides. The sleep takes its timer along.",
            vec![Move::away("hello"), Move::away("timer-client")],
        ),
        Told(
            "complete client",
            "client has ended after 2 ms. No timer is left, so at 5 ms nothing will happen.",
            vec![Move::away("client")],
        ),
    ]
}

/// A task waits for a message and for a deadline. The message comes first.
pub(crate) fn timeout() -> Trace {
    record("timeout", figure(), script(), |world| {
        let begin = world.begin;
        let (receive, timers) = (Receive(world.slot.clone()), world.timers.clone());
        world.executor.spawn(async move {
            let too_late = async {
                sleep_until(&timers, begin + 5 * MS).await;
                None
            };
            race(async { Some(receive.await) }, too_late).await;
        });
        let (slot, timers) = (world.slot.clone(), world.timers.clone());
        world.executor.spawn(async move {
            sleep_until(&timers, begin + 2 * MS).await;
            send(&slot, "hello");
        });
    })
}
