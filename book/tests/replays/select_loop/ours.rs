//! Stage 4's own loop: its events say what happens.

use super::{At, Turns, clock, ended, moved, place_of, turns};
use regex::Regex;
use stage04::{Asks, EventLoop, Simulated};
use std::{collections::BTreeMap, sync::LazyLock};
use testkit::observed;

static TASK: LazyLock<Regex> = LazyLock::new(|| pattern("task=([0-9]+)"));
static REQUEST: LazyLock<Regex> = LazyLock::new(|| pattern(r"request=([A-Za-z]+)(?:\((.*)\))?"));
static WAIT: LazyLock<Regex> = LazyLock::new(|| {
    let who = r"^task ([0-9]+)(?: \([a-z]+\))? waits ";
    let what = r"(?:(for its next step)|(for a timer)|until (stream [A-Z]) is [a-z]+|until task ([0-9]+)(?: \([a-z]+\))? ends)$";
    pattern(&format!("{who}{what}"))
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern")
}

/// Runs a main task in a simulated world, and tells it.
pub(crate) fn run(main: impl Asks + 'static) {
    let run = || {
        let mut event_loop = EventLoop::with(Simulated::new());
        event_loop.spawn(main);
        turns(&mut event_loop);
    };
    observed(|line| on_event(&line), run);
}

fn on_event(line: &str) {
    if let Some((_, now)) = line.split_once("turn at=") {
        let now = if now == "0ns" { "0ms" } else { now };
        return clock(&now.replace("ms", " ms"));
    }
    let number = |text: &str| text.parse::<usize>().expect("a number");
    let Some(task) = TASK.captures(line).map(|found| number(&found[1])) else {
        return;
    };
    let (event, _) = line.split_once(' ').expect("an event has fields");
    match event {
        "spawn" | "wake" => moved(event, task, At::Ready),
        // A request that is granted does not end the step.
        "step" if place_of(task) == Some(At::Running) => {}
        "step" => moved(event, task, At::Running),
        "complete" => ended(task),
        "request" => {
            let found = REQUEST.captures(line).expect("a request");
            let of = found.get(2).map_or("", |of| of.as_str());
            let waits = match &found[1] {
                "Read" => At::Source(of.into()),
                "Sleep" => At::Timer,
                "Join" => match of.strip_prefix("task ").map(number) {
                    Some(child) if place_of(child).is_some() => At::Joins(child),
                    _ => At::Running,
                },
                _ => At::Running,
            };
            moved(&format!("request {}", &found[1]), task, waits);
        }
        _ => {}
    }
}

impl Turns for EventLoop<Simulated> {
    fn turn(&mut self) -> bool {
        self.run_once().expect("the loop runs");
        EventLoop::tasks(self) > 0
    }

    fn tasks(&self) -> BTreeMap<usize, At> {
        let number = |text: &str| text.parse::<usize>().expect("a number");
        let waits = self.waits().into_iter().map(|wait| {
            let found = WAIT
                .captures(&wait)
                .unwrap_or_else(|| panic!("what is {wait:?}?"));
            let at = if found.get(2).is_some() {
                At::Ready
            } else if found.get(3).is_some() {
                At::Timer
            } else if let Some(stream) = found.get(4) {
                At::Source(stream.as_str().into())
            } else {
                At::Joins(number(&found[5]))
            };
            (number(&found[1]), at)
        });
        waits.collect()
    }
}
