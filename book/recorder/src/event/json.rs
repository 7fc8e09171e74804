//! The line of an event, written and read.

use super::{Event, What};
use serde_json::Value;
use std::fmt::Write as _;

impl Event {
    /// Appends the event's line to `line`, with the newline.
    ///
    /// ```
    /// use recorder::{Event, What};
    /// let mut line = String::new();
    /// Event { t: 5, what: What::Poll { task: 1 }, thread: None }.write_to(&mut line);
    /// assert_eq!(line, "{\"t\":5,\"ev\":\"poll\",\"task\":1}\n");
    /// ```
    pub fn write_to(&self, line: &mut String) {
        let mut to = Fields(line);
        to.open(self.t, self.what.name());
        match &self.what {
            What::Spawn { task, name, at, by } => {
                to.number("task", *task).text("name", name);
                to.maybe_text("at", at).maybe_number("by", *by);
            }
            What::Poll { task } => _ = to.number("task", *task),
            What::Pause { task, on, at } => {
                to.number("task", *task);
                to.maybe_text("on", on).maybe_text("at", at);
            }
            What::Wake { task, by, from, at } => {
                to.number("task", *task).maybe_number("by", *by);
                to.maybe_text("from", from).maybe_text("at", at);
            }
            What::End { task, how } => _ = to.number("task", *task).text("how", how),
            What::Timer { task, id, due } => {
                to.maybe_number("task", *task);
                to.number("id", *id).number("due", *due);
            }
            What::Fired { id } | What::Untimer { id } => _ = to.number("id", *id),
            What::Idle { limit } => _ = to.maybe_number("for", *limit),
            What::Busy | What::Alive => {}
            What::Wait { task, what, mode } => {
                to.number("task", *task).text("what", what);
                to.maybe_text("mode", mode);
            }
            What::Got {
                task,
                what,
                mode,
                at,
            } => {
                to.number("task", *task).text("what", what);
                to.maybe_text("mode", mode).maybe_text("at", at);
            }
            What::Gave { task, what } => _ = to.number("task", *task).text("what", what),
            What::Took {
                task,
                what,
                left,
                at,
            } => {
                to.number("task", *task).text("what", what);
                to.number("left", *left).maybe_text("at", at);
            }
            What::Put {
                task,
                what,
                left,
                at,
            } => {
                to.maybe_number("task", *task).text("what", what);
                to.number("left", *left).maybe_text("at", at);
            }
            What::Drop { task, what, at } => {
                to.number("task", *task).text("what", what);
                to.maybe_text("at", at);
            }
            What::Stopped { by } => _ = to.maybe_text("by", by),
            What::Note { task, say } => _ = to.maybe_number("task", *task).text("say", say),
        }
        to.maybe_text("thread", &self.thread);
        line.push_str("}\n");
    }

    /// Reads an event from its JSON. `Ok(None)` is an event that this version does not know.
    ///
    /// # Errors
    /// A sentence, if a field that the event needs is missing.
    pub(crate) fn from_json(json: &Value) -> Result<Option<Event>, String> {
        let ev = json["ev"].as_str().ok_or("it has no `ev`")?;
        let text = |key| json[key].as_str().map(str::to_owned);
        let number = |key| json[key].as_u64();
        let has = |key| number(key).ok_or(format!("the event `{ev}` has no `{key}`"));
        let says = |key| text(key).ok_or(format!("the event `{ev}` has no `{key}`"));
        let what = match ev {
            "spawn" => What::Spawn {
                task: has("task")?,
                name: says("name")?,
                at: text("at"),
                by: number("by"),
            },
            "poll" => What::Poll { task: has("task")? },
            "pause" => What::Pause {
                task: has("task")?,
                on: text("on"),
                at: text("at"),
            },
            "wake" => What::Wake {
                task: has("task")?,
                by: number("by"),
                from: text("from"),
                at: text("at"),
            },
            "end" => What::End {
                task: has("task")?,
                how: says("how")?,
            },
            "timer" => What::Timer {
                task: number("task"),
                id: has("id")?,
                due: has("due")?,
            },
            "fired" => What::Fired { id: has("id")? },
            "untimer" => What::Untimer { id: has("id")? },
            "idle" => What::Idle {
                limit: number("for"),
            },
            "busy" => What::Busy,
            "alive" => What::Alive,
            "wait" => What::Wait {
                task: has("task")?,
                what: says("what")?,
                mode: text("mode"),
            },
            "got" => What::Got {
                task: has("task")?,
                what: says("what")?,
                mode: text("mode"),
                at: text("at"),
            },
            "gave" => What::Gave {
                task: has("task")?,
                what: says("what")?,
            },
            "took" => What::Took {
                task: has("task")?,
                what: says("what")?,
                left: has("left")?,
                at: text("at"),
            },
            "put" => What::Put {
                task: number("task"),
                what: says("what")?,
                left: has("left")?,
                at: text("at"),
            },
            "drop" => What::Drop {
                task: has("task")?,
                what: says("what")?,
                at: text("at"),
            },
            "stopped" => What::Stopped { by: text("by") },
            "note" => What::Note {
                task: number("task"),
                say: says("say")?,
            },
            _ => return Ok(None),
        };
        let (t, thread) = (has("t")?, text("thread"));
        Ok(Some(Event { t, what, thread }))
    }
}

/// The fields of a line, one after the other.
pub(crate) struct Fields<'a>(pub(crate) &'a mut String);

impl Fields<'_> {
    fn open(&mut self, t: u64, ev: &str) {
        let _ = write!(self.0, "{{\"t\":{t},\"ev\":\"{ev}\"");
    }
    pub(crate) fn number(&mut self, key: &str, number: u64) -> &mut Self {
        let _ = write!(self.0, ",\"{key}\":{number}");
        self
    }
    pub(crate) fn text(&mut self, key: &str, text: &str) -> &mut Self {
        let _ = write!(self.0, ",\"{key}\":{}", Value::from(text));
        self
    }
    fn maybe_number(&mut self, key: &str, number: Option<u64>) -> &mut Self {
        if let Some(number) = number {
            self.number(key, number);
        }
        self
    }
    fn maybe_text(&mut self, key: &str, text: &Option<String>) -> &mut Self {
        if let Some(text) = text {
            self.text(key, text);
        }
        self
    }
}
