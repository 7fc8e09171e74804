//! The events of a trace, in few bytes: six numbers each. A text is the number of its place in a list.

use crate::{event::What, trace::Trace};
use serde_json::{Value, json};
use std::collections::HashMap;

/// The events in JSON: `kinds` and `strings`, and in `events` for each the microseconds since the one before, its kind, its task and
/// three more numbers, which `run.js` explains. -1 is nothing.
pub(super) fn events(trace: &Trace) -> String {
    let mut kinds = Strings::default();
    let mut strings = Strings::default();
    let mut numbers = Vec::with_capacity(6 * trace.events.len());
    let mut before = 0;
    for event in &trace.events {
        let some = |number: &Option<u64>| number.map_or(-1, number_of);
        let mut text =
            |text: &Option<String>| text.as_deref().map_or(-1, |text| strings.number(text));
        let more = match &event.what {
            What::Spawn { name, at, by, .. } => [text(&Some(name.clone())), text(at), some(by)],
            What::Pause { on, at, .. } => [text(on), text(at), -1],
            What::Wake { by, from, at, .. } => [some(by), text(from), text(at)],
            What::End { how, .. } => [text(&Some(how.clone())), -1, -1],
            What::Timer { id, due, .. } => [number_of(*id), number_of(*due), -1],
            What::Fired { id } | What::Untimer { id } => [number_of(*id), -1, -1],
            What::Idle { limit } => [some(limit), -1, -1],
            What::Wait { what, mode, .. } => [text(&Some(what.clone())), -1, text(mode)],
            What::Got { what, mode, at, .. } => [text(&Some(what.clone())), text(at), text(mode)],
            What::Gave { what, .. } => [text(&Some(what.clone())), -1, -1],
            What::Took { what, left, at, .. } | What::Put { what, left, at, .. } => {
                [text(&Some(what.clone())), text(at), number_of(*left)]
            }
            What::Stopped { by } => [text(by), -1, -1],
            What::Drop { what, at, .. } => [text(&Some(what.clone())), text(at), -1],
            What::Note { say, .. } => [text(&Some(say.clone())), -1, -1],
            What::Poll { .. } | What::Busy | What::Alive => [-1, -1, -1],
        };
        let since = event.t.saturating_sub(before);
        before = before.max(event.t);
        let kind = kinds.number(event.what.name());
        numbers.extend([number_of(since), kind, some(&event.what.task())]);
        numbers.extend(more);
    }
    let json: Value = json!({"kinds": kinds.all, "strings": strings.all, "events": numbers});
    json.to_string().replace('<', "\\u003c") // or a text could end the script
}

fn number_of(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[derive(Default)]
struct Strings {
    all: Vec<String>,
    numbers: HashMap<String, i64>,
}

impl Strings {
    fn number(&mut self, text: &str) -> i64 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.numbers.len() as i64;
        self.numbers.insert(text.to_owned(), number);
        self.all.push(text.to_owned());
        number
    }
}
