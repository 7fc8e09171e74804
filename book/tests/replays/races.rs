//! Two threads at the run queue, a task that is aborted, and timers, in every order: the trees that the reader plays.

use book::page::{read, root};
use book::replay::Trace;
use explorer::{Order, orders};
use races::programs::{
    CANCEL_RACE, DEADLINE_RACE, Keeps, PARK_RACE, Version, cancel_race, deadline_race, park_race,
};
use races::trace;
use races::trace::Figure;
use races::variants::{EXECUTOR, ExecutorFile, LOOKS_THEN_SAYS};
use serde_json::json;

/// All orders at the run queue, for one version of the file.
fn tree(id: &str, title: &str, file: ExecutorFile) -> Trace {
    let orders = orders(|chooser| park_race(file, 1, chooser));
    game(id, title, &PARK_RACE, orders.collect())
}

/// All orders, as a game.
fn game(id: &str, title: &str, figure: &Figure, orders: Vec<Order>) -> Trace {
    assert!(
        orders.len() <= 15,
        "too many for a reader: {}",
        orders.len()
    );
    for choice in orders.iter().flat_map(|order| &order.choices) {
        let mut options = choice.options.clone();
        options.dedup();
        assert_eq!(options, choice.options, "two buttons read the same");
    }
    let text = trace::tree(title, figure, orders);
    let trace = Trace::parse(id, &text).expect("an array of events");
    for event in &trace.events {
        for words in ["say", "choice", "ending"] {
            let words = event["args"][words].as_str().unwrap_or_default();
            assert!(words.chars().count() <= 85, "too long: {words}");
        }
    }
    trace
}

/// The loop looks into the queue and sets `parked` under two locks: one order hangs.
pub(crate) fn looks_then_says() -> Trace {
    let title = "Find the lost wake-up: the loop goes to sleep while a sender wakes a task";
    let mut trace = tree("park_race_broken", title, LOOKS_THEN_SAYS);
    mark_the_first_version(&mut trace);
    trace
}

/// The page lists this version as a program's file. What a step has run is marked there, and not in the stage's file, which is the answer.
fn mark_the_first_version(trace: &mut Trace) {
    const FILE: &str = "stage06-async-await/examples/naive_executor/two_locks.rs";
    let version = read(&root().join(FILE));
    for event in &mut trace.events {
        let Some(args) = event["args"].as_object_mut() else {
            continue;
        };
        if let Some(at) = args.get("at") {
            let file = read(&root().join(at[0].as_str().expect("a file")));
            let number = at[1].as_u64().expect("a line") as usize;
            let text = file.lines().nth(number - 1).unwrap_or_default().trim();
            args.insert("text".into(), json!(text)); // as it was before the explorer's seam
        }
        let text = args.get("text").and_then(|text| text.as_str());
        let line = version.lines().position(|line| Some(line.trim()) == text);
        match line {
            Some(line) => args.insert("at".into(), json!([FILE, line + 1])),
            None => args.remove("at"),
        };
    }
}

/// The loop looks and sets `parked` under one lock: no order hangs.
pub(crate) fn right() -> Trace {
    let title = "The same race with our queue";
    tree("park_race", title, EXECUTOR)
}

/// A reader with its letters in its future is aborted: some orders lose letters.
pub(crate) fn cancel_inside() -> Trace {
    let title = "Cancel it at the worst moment: the future keeps the letters";
    cancel("cancel_race_inside", title, Keeps::Inside)
}

/// A reader that keeps its letters with its caller is aborted: no order loses one.
pub(crate) fn cancel_outside() -> Trace {
    let title = "The same race: the caller keeps the letters";
    cancel("cancel_race", title, Keeps::Outside)
}

fn cancel(id: &str, title: &str, keeps: Keeps) -> Trace {
    let orders = orders(|chooser| cancel_race(keeps, chooser));
    game(id, title, &CANCEL_RACE, orders.collect())
}

/// Version 1 of stage 4's timers: in some orders a connection is never closed.
pub(crate) fn deadline_naive() -> Trace {
    let title = "Make the timers lie: a connection is closed after 10 ms of silence";
    deadline("deadline_race_naive", title, Version::Naive)
}

/// The solution of the exercise: in each order the connection is closed.
pub(crate) fn deadline_ours() -> Trace {
    deadline(
        "deadline_race",
        "The same race with our timers",
        Version::Ours,
    )
}

fn deadline(id: &str, title: &str, version: Version) -> Trace {
    let orders = orders(|chooser| deadline_race(version, chooser));
    game(id, title, &DEADLINE_RACE, orders.collect())
}
