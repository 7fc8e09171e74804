//! "Where it ended", as plain text.

use crate::{
    report::{Report, Row, count, time},
    trace::Trace,
};
use std::fmt::Write as _;

/// So many tasks are printed.
const ROWS: usize = 30;

/// Returns what looks wrong in a trace, and where each task was that has not ended, as text for a terminal. Times stand behind `≈`:
/// another run has others.
///
/// ```
/// use recorder::Trace;
/// let trace = "{\"recorder\":1,\"program\":\"me\",\"tasks\":\"asyncio\"}\n{\"t\":0,\"ev\":\"spawn\",\"task\":1,\"name\":\"reader\"}\n";
/// let text = recorder::text(&Trace::read(trace.as_bytes())?);
/// assert!(text.starts_with("`me`: 1 events in ≈ 0.000 s; 1 task, 1 has not ended.\n"));
/// # Ok::<_, recorder::Unreadable>(())
/// ```
pub fn text(trace: &Trace) -> String {
    let report = Report::of(trace);
    let mut text = report.summary + "\n";
    text.extend(report.stopped.map(|says| says + "\n"));
    if !report.findings.is_empty() {
        text += "\nWhat looks wrong\n";
    }
    for finding in &report.findings {
        let _ = writeln!(text, "- {}", finding.says);
        for line in &finding.lines {
            let _ = writeln!(text, "  {line}");
        }
    }
    if !report.rows.is_empty() {
        text += "\nWhere it ended\n";
    }
    for row in report.rows.iter().take(ROWS) {
        write_row(&mut text, row);
    }
    if let more @ 1.. = report.rows.len().saturating_sub(ROWS) {
        let _ = writeln!(text, "And {} more.", count(more));
    }
    if !report.unseen.is_empty() {
        text += "\nNot in this recording\n";
    }
    for sentence in &report.unseen {
        let _ = writeln!(text, "- {sentence}");
    }
    text
}

fn write_row(text: &mut String, row: &Row) {
    let _ = writeln!(text, "- {} {}", row.name, row.state);
    let at = [("at ", &row.at), ("spawned at ", &row.spawned)];
    let at = at.iter().filter(|(_, at)| !at.is_empty());
    let at: Vec<_> = at.map(|(word, at)| format!("{word}{at}")).collect();
    if !at.is_empty() {
        let _ = writeln!(text, "  {}", at.join(", "));
    }
    for holds in &row.holds {
        let _ = writeln!(text, "  {holds}");
    }
    let (length, since) = (&row.length, time(row.since));
    let _ = write!(
        text,
        "  for {length}, since {since}; last woken: {}",
        row.woken
    );
    if let Some(longest) = &row.longest {
        let _ = write!(text, "; longest step: {longest}");
    }
    text.push('\n');
}
