//! The picture, and what is said of each event.

use super::Told;
use book::replay::{Figure, Lane, Move, Place, Thing};

const PROGRAM: &str = "main.rs";
const BODY: &str = "corner.rs";

pub(super) fn figure() -> Figure {
    Figure {
        title: "Three resumes of s, and what is handed in and out",
        places: vec![
            Place::new("to_send", "Caller will send"),
            Place::new("running", "s runs")
                .note("and has been handed")
                .mark("solid"),
            Place::new("got", "Caller has got"),
            Place::new("paused", "s is paused").mark("thin"),
            Place::new("printed", "Printed"),
            Place::new("unread", "No line has read"),
        ],
        things: vec![
            Thing::new("s", "s", "task", "orange"),
            Thing::new("thrown away", "thrown away", "message", "grey"),
            Thing::new("Hello", "Hello", "message", "blue"),
            Thing::new("again", "again", "message", "grey"),
            Thing::new("HI", "HI", "message", "green"),
            Thing::new("Nice", "Nice", "message", "green"),
        ],
        grid: vec!["to_send running got", "paused printed unread"],
        narrow: vec!["to_send got", "running paused", "printed unread"],
        lanes: vec![Lane::new("s", &["s"])],
    }
}

pub(super) fn script() -> Vec<Told> {
    const RESUME: [&str; 2] = [PROGRAM, "match i.resume(sent) {"];
    let to = Move::to;
    vec![
        Told(
            "made",
            "s is made. No line of it has run: it is a value, and the value is `Start`.",
            vec![
                to("s", "paused").labelled("Start"),
                to("thrown away", "to_send"),
                to("Hello", "to_send"),
                to("again", "to_send"),
            ],
            [PROGRAM, "let mut i = Corner::Start;"],
        ),
        Told(
            "resume",
            "The caller hands in “thrown away” and waits for its call to return, as for any call.",
            vec![to("thrown away", "running"), to("s", "running")],
            RESUME,
        ),
        Told(
            "yield",
            "s hands out HI and pauses in mid-line. No `yield` was waiting for “thrown away”.",
            vec![
                to("HI", "got"),
                to("thrown away", "unread"),
                to("s", "paused").labelled("AwaitingMessage"),
            ],
            [BODY, "*self = Self::AwaitingMessage;"],
        ),
        Told(
            "resume",
            "The caller hands in Hello, and the `match` goes on in the middle of the line.",
            vec![to("Hello", "running"), to("s", "running")],
            RESUME,
        ),
        Told(
            "print",
            "The first `yield` has a value now: `message` is Hello, and s prints it.",
            vec![to("Hello", "printed")],
            [BODY, "let message = sent;"],
        ),
        Told(
            "yield",
            "s hands out Nice and pauses again, at its second `yield`.",
            vec![to("Nice", "got"), to("s", "paused").labelled("SaidNice")],
            [BODY, "*self = Self::SaidNice;"],
        ),
        Told(
            "resume",
            "The caller hands in “again”. No line of s uses the value of `yield 'Nice'`.",
            vec![to("again", "running"), to("s", "running")],
            RESUME,
        ),
        Told(
            "return",
            "s returns. There is no pause left, and the caller must not resume it any more.",
            vec![to("again", "unread"), Move::away("s")],
            [BODY, "Self::SaidNice => Complete(()),"],
        ),
    ]
}
