//! What is said of the run, and how it is drawn.

use super::Told;
use book::replay::{Figure, Lane, Move, Place, Thing};
use stage06::events::Event;

pub(super) fn script() -> Vec<Told> {
    let to = Move::to;
    let away = Move::away;
    let join = |line| Some(("join.rs", line));
    vec![
        Told(
            Event::Register(0),
            "main makes a socket. The reactor registers it, for as long as the socket lives.",
            vec![to("main", "tasks"), to("socket", "reactor")],
            None,
        ),
        Told(
            Event::Spawn(1),
            "main spawns reader, and gives it the socket.",
            vec![to("reader", "tasks")],
            None,
        ),
        Told(
            Event::Wake(1),
            "A new task is woken once: its id is queued.",
            vec![to("id-reader", "queue").out_of("reader")],
            None,
        ),
        Told(
            Event::Wake(0),
            "main yields, and is queued behind reader.",
            vec![to("id-main", "queue").out_of("main")],
            None,
        ),
        Told(
            Event::Poll(1),
            "The loop polls reader, which wants four bytes, and within a minute.",
            vec![away("id-reader"), to("reader", "running")],
            join("Some(future) if !aborted => future.as_mut().poll(context).map(Ok),"),
        ),
        Told(
            Event::Wait(0),
            "No byte is there: reader leaves its waker with the socket.",
            vec![to("its-waker", "reactor").out_of("reader")],
            Some((
                "reactor.rs",
                "self.waker.set(Some(context.waker().clone()));",
            )),
        ),
        Told(
            Event::Timer(0),
            "The time limit sets a timer, with a second clone of the waker.",
            vec![to("limit", "timers").out_of("reader")],
            Some((
                "timers.rs",
                "let old = self.timers.wakers.borrow_mut().insert(self.key, waker);",
            )),
        ),
        Told(
            Event::Pending(1),
            "reader waits. The socket, the timer and, for `abort`, the handle have its waker.",
            vec![to("reader", "tasks")],
            None,
        ),
        Told(
            Event::Wake(1),
            "main calls `abort`: a flag is set, and reader is woken. main then awaits the handle.",
            vec![away("id-main"), to("id-reader", "queue").out_of("reader")],
            join("self.0.task_waker.take().into_iter().for_each(Waker::wake);"),
        ),
        Told(
            Event::Poll(1),
            "The loop polls the task. It finds the flag, and does not poll what is inside.",
            vec![away("id-reader"), to("reader", "running")],
            join("let aborted = self.shared.aborted.get();"),
        ),
        Told(
            Event::Cancel(0),
            "It drops the future. The time limit goes, and its destructor removes the timer.",
            vec![away("limit")],
            Some((
                "timers.rs",
                "let timer = self.timers.wakers.borrow_mut().remove(&self.key);",
            )),
        ),
        Told(
            Event::Deregister(0),
            "The socket goes: it is deregistered, its waker is dropped, and it is closed.",
            vec![away("its-waker"), away("socket")],
            Some((
                "reactor.rs",
                "let _closing_anyway = poll.registry().deregister(&mut self.source);",
            )),
        ),
        Told(
            Event::Wake(0),
            "All of the future is dropped. The outcome is stored, and main is woken.",
            vec![to("reader", "done"), to("id-main", "queue").out_of("main")],
            join("discard(contain(|| waker.wake()));"),
        ),
        Told(
            Event::Complete(1),
            "The task has ended. After `abort` no line of it ran, but for its destructors.",
            vec![],
            None,
        ),
    ]
}

pub(super) fn figure() -> Figure {
    Figure {
        title: "A task is aborted in the middle of a read",
        places: vec![
            Place::new("queue", "Run queue")
                .note("ids of woken tasks")
                .mark("half"),
            Place::new("running", "Running").look("slot").mark("solid"),
            Place::new("tasks", "Tasks")
                .note("futures, by id")
                .mark("thin")
                .sorted(),
            Place::new("reactor", "Reactor")
                .note("registered sockets")
                .mark("none"),
            Place::new("timers", "Timers").mark("none"),
            Place::new("done", "Dropped").mark("none"),
        ],
        things: vec![
            Thing::new("main", "main", "task", "blue"),
            Thing::new("reader", "reader", "task", "orange"),
            Thing::new("id-main", "main", "id", "blue").named("the id of main"),
            Thing::new("id-reader", "reader", "id", "orange").named("the id of reader"),
            Thing::new("socket", "socket", "socket", "orange").named("the socket"),
            Thing::new("its-waker", "waker", "waker", "orange").named("its waker"),
            Thing::new("limit", "a minute", "timer", "orange").named("the timer"),
        ],
        grid: vec!["queue running reactor", "tasks done timers"],
        narrow: vec!["queue running", "tasks reactor", "done timers"],
        lanes: vec![
            Lane::new("reader", &["reader", "id-reader"]),
            Lane::new("main", &["main", "id-main"]),
        ],
    }
}
