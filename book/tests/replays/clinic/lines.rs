//! The patient `lines`, its very file, on the small executor: the task that waits has left its waker nowhere.

use crate::{
    slot::{Slot, send},
    story::{NoteDrop, Told, record},
};
use book::replay::{Figure, Lane, Move, Place, Source, Thing, Trace};
use futures::{Stream, StreamExt};
use serde_json::json;
use stage06::runtime::yield_now;
use std::{
    cell::RefCell,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

#[path = "../../../clinic/examples/patients/lines.rs"]
#[allow(unreachable_pub, missing_debug_implementations)]
mod patient;

const CODE: &str = "book/clinic/examples/patients/lines.rs";

/// The chunks that are put into a slot.
struct Chunks(Rc<RefCell<Slot>>);

impl Stream for Chunks {
    type Item = String;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<String>> {
        let mut slot = self.0.borrow_mut();
        if let Some(chunk) = slot.message.take() {
            return Poll::Ready(Some(chunk.into()));
        }
        slot.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

/// A line in two chunks.
pub(crate) fn forgotten_waker() -> Trace {
    let trace = record("clinic_lines", figure(), script(), |executor, slot| {
        let mut lines = patient::Lines::new(Chunks(slot.clone()));
        executor.spawn(async move {
            let _dropped = NoteDrop("reader");
            lines.next().await;
        });
        executor.spawn(async move {
            let _dropped = NoteDrop("writer");
            send(&slot, "he");
            yield_now().await;
            send(&slot, "llo");
        });
        // Not until it is empty: reader stays.
        (0..5).for_each(|_| executor.run_ready());
    });
    marked(
        trace,
        &[
            (4, "match ready!(self.chunks.poll_next_unpin(context)) {"),
            (11, "None => Poll::Pending, // more has to come"),
        ],
    )
}

/// Marks these lines of the patient at the steps with these numbers, and no others: the page does not list the executor.
fn marked(mut trace: Trace, marks: &[(usize, &str)]) -> Trace {
    let steps = trace.events.iter_mut().filter(|event| event["ph"] == "X");
    for (n, step) in steps.enumerate() {
        let args = step["args"].as_object_mut().expect("a step has arguments");
        args.remove("text");
        args.remove("at");
        if let Some((_, text)) = marks.iter().find(|(at, _)| *at == n) {
            let Source { file, line } = Source::of(CODE, text);
            args.insert("text".into(), json!(text));
            args.insert("at".into(), json!([file, line]));
        }
    }
    trace
}

fn script() -> Vec<Told> {
    let (to, away) = (Move::to, Move::away);
    vec![
        Told(
            "spawn reader",
            "The program spawns reader, which waits for a line.",
            vec![to("reader", "tasks")],
        ),
        Told(
            "wake reader",
            "`spawn` wakes it once.",
            vec![to("id-reader", "queue").out_of("reader")],
        ),
        Told(
            "spawn writer",
            "The program spawns writer, which sends two chunks.",
            vec![to("writer", "tasks")],
        ),
        Told(
            "wake writer",
            "Its id is queued behind that of reader.",
            vec![to("id-writer", "queue").out_of("writer")],
        ),
        Told(
            "poll reader",
            "The executor polls reader, and `Lines` polls the chunks.",
            vec![away("id-reader"), to("reader", "running")],
        ),
        Told(
            "pending reader",
            "There is no chunk. The chunks keep the waker of reader: they owe it a wake.",
            vec![to("waker", "slot").out_of("reader"), to("reader", "tasks")],
        ),
        Told(
            "poll writer",
            "The executor polls writer.",
            vec![away("id-writer"), to("writer", "running")],
        ),
        Told(
            "wake reader",
            "writer sends `he` and calls the waker. The wake that was owed is done.",
            vec![
                to("he", "slot").out_of("writer"),
                to("id-reader", "queue").out_of("waker"),
                away("waker"),
            ],
        ),
        Told(
            "wake writer",
            "writer yields: it wakes itself, to send the second chunk at its next turn.",
            vec![to("id-writer", "queue").out_of("writer")],
        ),
        Told(
            "pending writer",
            "writer waits for its next turn.",
            vec![to("writer", "tasks")],
        ),
        Told(
            "poll reader",
            "reader is polled. The chunks are ready with `he`, and keep no waker.",
            vec![away("id-reader"), to("reader", "running")],
        ),
        Told(
            "pending reader",
            "`he` ends no line, so `Lines` returns `Pending`. Where is the waker of reader?",
            vec![away("he"), to("reader", "tasks")],
        ),
        Told(
            "poll writer",
            "writer is polled a second time.",
            vec![away("id-writer"), to("writer", "running")],
        ),
        Told(
            "complete writer",
            "It has sent `llo`. No waker was in the slot. The queue is empty, reader waits.",
            vec![to("llo", "slot").out_of("writer"), to("writer", "done")],
        ),
    ]
}

fn figure() -> Figure {
    Figure {
        title: "A line in two chunks",
        places: vec![
            Place::new("queue", "Run queue")
                .note("ids of woken tasks")
                .mark("half"),
            Place::new("running", "Running").look("slot").mark("solid"),
            Place::new("tasks", "Tasks")
                .note("futures, by id")
                .mark("thin")
                .sorted(),
            Place::new("slot", "Chunks").note("the next one, and a waker"),
            Place::new("done", "Dropped").mark("none"),
        ],
        things: vec![
            Thing::new("reader", "reader", "task", "orange"),
            Thing::new("writer", "writer", "task", "blue"),
            Thing::new("id-reader", "reader", "id", "orange").named("the id of reader"),
            Thing::new("id-writer", "writer", "id", "blue").named("the id of writer"),
            Thing::new("waker", "waker", "waker", "orange").named("the waker of reader"),
            Thing::new("he", "he", "message", "blue").named("`he`"),
            Thing::new("llo", "llo", "message", "blue").named("`llo`"),
        ],
        grid: vec!["queue running slot", "tasks tasks done"],
        narrow: vec!["queue running", "tasks slot", "done done"],
        lanes: vec![
            Lane::new("reader", &["reader", "id-reader"]),
            Lane::new("writer", &["writer", "id-writer"]),
        ],
    }
}
