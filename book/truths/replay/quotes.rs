//! Curly quotes in the words of a replay.

use crate::quotes::curled;
use serde_json::{Value, json};

/// Gives the words of an event curly quotes, as Markdown does with those of a page. What is between backticks is code.
pub(super) fn curl(args: &mut Value) {
    let Some(args) = args.as_object_mut() else {
        return;
    };
    for (_, value) in args
        .iter_mut()
        .filter(|(key, _)| ["title", "say", "choice", "ending"].contains(&key.as_str()))
    {
        if let Some(words) = value.as_str() {
            let parts = words.split('`').enumerate();
            let parts: Vec<_> = parts
                .map(|(i, part)| {
                    if i % 2 == 0 {
                        curled(part)
                    } else {
                        part.into()
                    }
                })
                .collect();
            *value = json!(parts.join("`"));
        }
    }
}
