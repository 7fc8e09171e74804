//! Where a program was told to stop. looprec writes it into the trace itself, and a program in Rust does not.

use recorder::{Event, Trace, What};
use std::{fs, io, path::Path};

/// The trace with a line that says that the program was told to stop when `length` bytes were written. None if it says so already, or
/// nothing had happened.
pub(crate) fn marked(trace: &[u8], length: usize) -> Option<Vec<u8>> {
    let stops = |event: &Event| matches!(event.what, What::Stopped { .. });
    if Trace::read(trace).ok()?.events.iter().any(stops) {
        return None;
    }
    let before = &trace[..length.min(trace.len())];
    let before = &before[..=before.iter().rposition(|byte| *byte == b'\n')?];
    let event = Event {
        t: Trace::read(before).ok()?.events.last()?.t,
        what: What::Stopped {
            by: Some("SIGINT".to_owned()),
        },
        thread: None,
    };
    let mut line = String::new();
    event.write_to(&mut line);
    Some([before, line.as_bytes(), &trace[before.len()..]].concat())
}

/// Writes the file again. The program has ended, and no reader sees a part of it.
pub(crate) fn replace(file: &Path, trace: &[u8]) -> io::Result<()> {
    let new = file.with_extension("trace.new");
    fs::write(&new, trace)?;
    fs::rename(&new, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "{\"recorder\":1,\"program\":\"p\",\"tasks\":\"tokio\"}\n";
    const TWO: &str = "{\"t\":5,\"ev\":\"poll\",\"task\":1}\n{\"t\":9,\"ev\":\"end\",\"task\":1,\"how\":\"done\"}\n";

    #[test]
    fn the_stop_is_between_what_was_written_before_and_after() {
        let trace = format!("{FIRST}{TWO}");
        let in_the_second = trace.len() - 3;
        let marked = marked(trace.as_bytes(), in_the_second).expect("a trace");
        let read = Trace::read(&marked[..]).expect("a trace");
        assert_eq!((read.events.len(), read.unread.len()), (3, 0));
        assert_eq!(read.until_stopped().len(), 2);
        assert_eq!(read.events[1].t, 5);
        let other = super::marked(&marked, in_the_second);
        assert_eq!(other, None, "it says so already");
    }

    #[test]
    fn where_nothing_had_happened_nothing_is_told() {
        for length in [0, 3, FIRST.len()] {
            let trace = format!("{FIRST}{TWO}");
            assert_eq!(marked(trace.as_bytes(), length), None, "{length} bytes");
        }
    }
}
