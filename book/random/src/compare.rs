//! What a loop did, beside what the model says.

use crate::{Event, Ran};
use std::fmt::Write;

/// Compares what a loop did with what the model says. Returns both stories, from the first difference on, if there is one.
///
/// # Errors
///
/// When an event, or its place, is another; and when the loop has polled more often than the model.
pub fn check(expected: &Ran, ran: &Ran) -> Result<(), String> {
    let events = expected.events.iter().zip(&ran.events);
    let same = events.take_while(|(left, right)| left == right).count();
    let mut report = String::from("not as the model\n");
    if same < expected.events.len().max(ran.events.len()) {
        story(&mut report, "same so far", &ran.events[..same]);
        story(&mut report, "the model", &expected.events[same..]);
        story(&mut report, "the loop", &ran.events[same..]);
        return Err(report);
    }
    if ran.polls > expected.polls {
        let _ = write!(
            report,
            "{} polls, where {} are enough",
            ran.polls, expected.polls
        );
        return Err(report);
    }
    Ok(())
}

fn story(report: &mut String, title: &str, events: &[Event]) {
    let _ = writeln!(report, "{title}:");
    for event in events {
        let _ = writeln!(report, "    {event}");
    }
}
