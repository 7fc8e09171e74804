//! The page: where it ended, an overview of the run, and a window of it to be replayed.

mod compact;

use crate::{
    event::TaskId,
    report::{Report, Row, count, time},
    trace::Trace,
};
use std::fmt::Write as _;

/// So many tasks are in the table.
const ROWS: usize = 300;

/// Returns one HTML file, which needs no other: what looks wrong and where each task was that has not ended, as plain HTML; and, with
/// JavaScript, an overview of the whole run, and a replay of any part of it.
pub fn html(trace: &Trace) -> String {
    let report = Report::of(trace);
    let mut suspects: Vec<TaskId> = report
        .findings
        .iter()
        .flat_map(|f| f.tasks.clone())
        .collect();
    suspects.truncate(12);
    let title = format!("{}: what was recorded", trace.header.program);
    let title = escape(&title);
    let part = |name: &str| match name {
        "title" => title.clone(),
        "page.css" => include_str!("page/page.css").to_owned(),
        "player.css" => include_str!("../../theme/trace-player.css").to_owned(),
        "report" => report_html(&report),
        "events" => compact::events(trace),
        "player.js" => include_str!("../../theme/trace-player.js").to_owned(),
        "suspects" => format!("{suspects:?}"),
        "run.js" => include_str!("page/run.js").to_owned(),
        "page.js" => include_str!("page/page.js").to_owned(),
        name => unreachable!("the page has a part {name}"),
    };
    let mut pieces = PAGE.split(['{', '}']);
    let mut html = pieces.next().unwrap_or_default().to_owned();
    while let (Some(name), Some(piece)) = (pieces.next(), pieces.next()) {
        html += &part(name);
        html += piece;
    }
    html
}

const PAGE: &str = include_str!("page/page.html");

fn report_html(report: &Report) -> String {
    let mut html = format!("<p>{}</p>\n", code(&report.summary));
    if let Some(says) = &report.stopped {
        let _ = writeln!(html, "<p>{}</p>", escape(says));
    }
    if !report.findings.is_empty() {
        html += "<h2>What looks wrong</h2>\n<ul class=\"wrong\">\n";
        for finding in &report.findings {
            let lines = finding
                .lines
                .iter()
                .map(|line| format!("<br>{}", code(line)));
            let (says, lines) = (code(&finding.says), lines.collect::<String>());
            let _ = writeln!(html, "<li><strong>{says}</strong>{lines}</li>");
        }
        html += "</ul>\n";
    }
    html += "<h2>Where it ended</h2>\n";
    match report.rows.len() {
        0 => html += "<p>All tasks have ended.</p>\n",
        _ => html += &table(&report.rows),
    }
    if !report.unseen.is_empty() {
        html += "<h2>Not in this recording</h2>\n<ul>\n";
        for sentence in &report.unseen {
            let _ = writeln!(html, "<li>{}</li>", escape(sentence));
        }
        html += "</ul>\n";
    }
    html
}

fn table(rows: &[Row]) -> String {
    let mut html = String::from(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Tasks that have not ended\"><table>\n<thead><tr>",
    );
    let long = rows.iter().any(|row| row.longest.is_some());
    let heads = ["Task", "At the end it", "For", "Last woken", "Longest step"];
    for head in &heads[..if long { 5 } else { 4 }] {
        let _ = write!(html, "<th scope=\"col\">{head}</th>");
    }
    html += "</tr></thead>\n<tbody>\n";
    for row in rows.iter().take(ROWS) {
        let _ = writeln!(
            html,
            "<tr data-task=\"{}\" data-since=\"{}\"><th scope=\"row\">{}{}</th><td>{}{}</td><td>{}<br><span class=\"since\">since {}</span></td><td>{}</td>{}</tr>",
            row.task,
            row.since,
            escape(&row.name),
            small(&row.spawned),
            code(&row.state),
            small(&row.at) + &has(&row.holds),
            row.length,
            time(row.since),
            escape(&row.woken),
            match &row.longest {
                Some(longest) => format!("<td>{longest}</td>"),
                None if long => "<td></td>".into(),
                None => String::new(),
            }
        );
    }
    html += "</tbody></table></div>\n";
    if let more @ 1.. = rows.len().saturating_sub(ROWS) {
        let _ = writeln!(html, "<p>And {} more.</p>", count(more));
    }
    html
}

fn has(what: &[String]) -> String {
    let what = what.iter().map(|what| format!("<br>{}", code(what)));
    what.collect()
}

fn small(at: &str) -> String {
    match at {
        "" => String::new(),
        at => format!("<br><small>{}</small>", escape(at)),
    }
}

/// The text, with what is between backticks as code.
fn code(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let part = |(i, part)| match i % 2 {
        0 => escape(part),
        _ => format!("<code>{}</code>", escape(part)),
    };
    parts.map(part).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
