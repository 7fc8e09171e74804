//! A whole trace, read from its file.

use crate::event::{Event, Fields, What};
use serde_json::Value;
use std::{fmt, fs, io, path::Path};

/// The first line of a trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// The name of the program.
    pub program: String,
    /// Whose tasks they are: "tokio", "asyncio", "stage06" and so on.
    pub tasks: String,
    /// What this recording could not see, a sentence each. Without any, what is known of `tasks` is said.
    pub unseen: Vec<String>,
}

impl Header {
    /// Returns the header's line, with the newline.
    pub fn line(&self) -> String {
        let mut line = String::from("{\"recorder\":1");
        let mut to = Fields(&mut line);
        to.text("program", &self.program).text("tasks", &self.tasks);
        if !self.unseen.is_empty() {
            line += &format!(",\"unseen\":{}", Value::from(self.unseen.clone()));
        }
        line + "}\n"
    }
}

/// What was recorded of one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// The first line.
    pub header: Header,
    /// The events, in the order of the file.
    pub events: Vec<Event>,
    /// A sentence for each line that could not be read. A last line that was cut short is none.
    pub unread: Vec<String>,
}

impl Trace {
    /// The events up to the one that says that the program was told to stop, which are what a report is about.
    pub fn until_stopped(&self) -> &[Event] {
        let stopped = |event: &Event| matches!(event.what, What::Stopped { .. });
        let stop = self.events.iter().position(stopped);
        &self.events[..stop.map_or(self.events.len(), |stop| stop + 1)]
    }

    /// Reads the file at `path`.
    ///
    /// # Errors
    /// A sentence, if the file cannot be read or is no trace.
    pub fn open(path: impl AsRef<Path>) -> Result<Trace, Unreadable> {
        let path = path.as_ref();
        let file = fs::File::open(path);
        let file = file.map_err(|e| Unreadable(format!("{}: {e}", path.display())))?;
        Trace::read(file)
            .map_err(|Unreadable(why)| Unreadable(format!("{}: {why}", path.display())))
    }

    /// Reads the lines of a trace.
    ///
    /// ```
    /// use recorder::Trace;
    /// let file = "{\"recorder\":1,\"program\":\"me\",\"tasks\":\"tokio\"}\n{\"t\":0,\"ev\":\"busy\"}\n{\"t\":7,\"ev\":";
    /// let trace = Trace::read(file.as_bytes())?;
    /// assert_eq!((trace.events.len(), trace.unread.len()), (1, 0));
    /// # Ok::<_, recorder::Unreadable>(())
    /// ```
    ///
    /// # Errors
    /// A sentence, if reading fails, or the first line is not that of a trace.
    pub fn read(mut from: impl io::Read) -> Result<Trace, Unreadable> {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes)
            .map_err(|e| Unreadable(format!("The trace cannot be read: {e}")))?;
        let text = String::from_utf8_lossy(&bytes);
        let mut lines = text.split_inclusive('\n').enumerate();
        let header = header(lines.next().map_or("", |(_, line)| line))?;
        let mut trace = Trace {
            header,
            ..Trace::default()
        };
        for (n, line) in lines {
            let json = match serde_json::from_str::<Value>(line) {
                Ok(json) => Event::from_json(&json),
                Err(_) if !line.ends_with('\n') => continue,
                Err(e) => Err(format!("it is not JSON: {e}")),
            };
            match json {
                Ok(event) => trace.events.extend(event),
                Err(why) => trace.unread.push(format!("Line {}: {why}.", n + 1)),
            }
        }
        Ok(trace)
    }
}

fn header(line: &str) -> Result<Header, Unreadable> {
    let json: Value = serde_json::from_str(line).unwrap_or_default();
    match json["recorder"].as_u64() {
        Some(1) => {}
        Some(n) => {
            return Err(Unreadable(format!(
                "The trace has format {n}, and this recorder reads format 1."
            )));
        }
        None => {
            return Err(Unreadable(
                "This is no trace: its first line does not begin with {\"recorder\":1.".to_owned(),
            ));
        }
    }
    let text = |key: &str| json[key].as_str().unwrap_or_default().to_owned();
    let unseen = json["unseen"].as_array().into_iter().flatten();
    Ok(Header {
        program: text("program"),
        tasks: text("tasks"),
        unseen: unseen
            .filter_map(|s| s.as_str().map(str::to_owned))
            .collect(),
    })
}

/// Why a trace cannot be read, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}
