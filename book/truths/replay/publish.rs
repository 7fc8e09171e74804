//! The files of a replay: the trace, one event a line, and the figure that a page includes.

use super::{Figure, Line, Source, Step};
use crate::page::{blessing, read, root};
use serde::Serialize;
use serde_json::{Value, json};
use std::fs;

/// A replay: its name, and its trace, a Chrome Trace Event array with one event a line.
///
/// A step names its line of code by `at`, a file and a line, which [`publish`] replaces by `src`: the text of that line and which of
/// the page's lines with this text it is.
#[derive(Debug, Clone)]
pub struct Trace {
    /// The names of its files, and the `id` of its figure.
    pub id: String,
    /// The events.
    pub events: Vec<Value>,
}

impl Trace {
    /// The trace of a recorded run.
    pub fn new(id: &str, (figure, steps): (Figure, Vec<Step>)) -> Self {
        let mut events = vec![json!({
            "ph": "M", "name": "trace-player", "pid": 1, "tid": 0, "ts": 0, "args": value(&figure)
        })];
        for (tid, lane) in figure.lanes.iter().enumerate() {
            events.push(json!({
                "ph": "M", "name": "thread_name", "pid": 1, "tid": tid, "ts": 0,
                "args": { "name": lane.name, "things": lane.things }
            }));
        }
        for (n, step) in steps.iter().enumerate() {
            let mut args = value(step);
            if let Some(Source { file, line }) = &step.at {
                args["at"] = json!([file, line]);
            }
            // A counted step, ten ticks apart and eight long: an instant would be invisible in a trace viewer.
            events.push(json!({
                "ph": "X", "name": step.name, "pid": 1, "tid": step.lane, "ts": 10 * n, "dur": 8, "args": args
            }));
        }
        Trace {
            id: id.into(),
            events,
        }
    }
}

fn value(of: &impl Serialize) -> Value {
    serde_json::to_value(of).expect("strings and lists")
}

/// Compares a trace with its files, and gives what is wrong; with `BLESS=1` in the environment it writes them instead.
///
/// `lines` are the lines of code on its page. Without a page, no line can be marked.
///
/// # Panics
///
/// If the files cannot be written.
pub fn publish(trace: &Trace, lines: Option<&[Line]>) -> Vec<String> {
    let mut problems = Vec::new();
    let mut events = trace.events.clone();
    for event in &mut events {
        if let Err(what) = resolve(&mut event["args"], lines) {
            problems.push(format!("the replay {}: {what}", trace.id));
        }
    }
    let bless = blessing();
    let folder = root().join("book/traces");
    let files = [
        (format!("{}.json", trace.id), text(&events)),
        (format!("{}.html", trace.id), html(&trace.id, &events)),
    ];
    for (name, text) in files {
        let path = folder.join(&name);
        if bless {
            fs::create_dir_all(&folder).expect("the book's folder can be written");
            fs::write(&path, text).expect("the trace can be written");
        } else if !path.is_file() || read(&path) != text {
            problems.push(format!(
                "book/traces/{name} is not what the program does; `BLESS=1 cargo test -p book --test replays` records it again"
            ));
        }
    }
    problems
}

/// Replaces `at` by `src`, or checks a `src` that is given as text.
///
/// # Errors
///
/// If the line is in no listing of the page, or a line that is given by its text alone is there twice.
pub fn resolve(args: &mut Value, lines: Option<&[Line]>) -> Result<(), String> {
    let at = args.as_object_mut().and_then(|args| args.remove("at"));
    let Some(lines) = lines else {
        args.as_object_mut().and_then(|args| args.remove("src"));
        return Ok(());
    };
    let found = if let Some(at) = at {
        let file = at[0].as_str().unwrap_or_default().to_string();
        let number = at[1].as_u64().unwrap_or_default();
        let from = Some((file.clone(), number as usize));
        let found = lines.iter().position(|line| line.from == from);
        found.ok_or(format!("{file}:{number} is in no listing of its page"))?
    } else if let Some(text) = args["src"].as_str() {
        let found: Vec<_> = (0..lines.len())
            .filter(|i| lines[*i].text == text)
            .collect();
        match found[..] {
            [found] => found,
            [] => return Err(format!("`{text}` is in no listing of its page")),
            _ => return Err(format!("`{text}` is twice on its page: give `at`")),
        }
    } else {
        return Ok(());
    };
    let text = &lines[found].text;
    let before = lines[..found]
        .iter()
        .filter(|line| line.text == *text)
        .count();
    args["src"] = match before {
        0 => json!(text),
        _ => json!(format!("{text}@{}", before + 1)),
    };
    Ok(())
}

/// The events, one a line.
fn text(events: &[Value]) -> String {
    let lines: Vec<_> = events.iter().map(Value::to_string).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

/// The figure: what is read without JavaScript, in print and by the search, and the trace. It holds no empty line and no `<` of the
/// trace's, so that Markdown leaves it alone.
pub fn html(id: &str, events: &[Value]) -> String {
    let title = events.iter().find_map(|e| e["args"]["title"].as_str());
    let rows: String = runs(events)
        .iter()
        .map(|run| format!("<li>{}</li>\n", run.join(" ")))
        .collect();
    format!(
        "<trace-player id=\"{id}\">\n<p class=\"tp-title\">{}</p>\n<ol>\n{rows}</ol>\n<script type=\"application/json\">\n{}</script>\n</trace-player>\n",
        rich(title.unwrap_or_default()),
        text(events).replace('<', "\\u003c")
    )
}

/// The sentences of each run: one run is a list of steps; of a tree, each run is one entry.
fn runs(events: &[Value]) -> Vec<Vec<String>> {
    let steps: Vec<_> = events
        .iter()
        .map(|e| &e["args"])
        .filter(|a| a["say"].is_string())
        .collect();
    let say = |step: &Value| rich(step["say"].as_str().unwrap_or_default());
    let after = |step: &Value| steps.iter().find(|s| s["id"] == step["after"]);
    if steps.iter().all(|step| step["after"].is_null()) {
        return steps.iter().map(|step| vec![say(step)]).collect();
    }
    let ends = steps.iter().filter(|end| {
        steps
            .iter()
            .all(|s| s["after"].is_null() || s["after"] != end["id"])
    });
    let run = |end: &&Value| {
        let mut run = vec![say(end)];
        let mut step = *end;
        while !step["after"].is_null()
            && let Some(before) = after(step)
        {
            run.insert(0, say(before));
            step = before;
        }
        run
    };
    ends.map(run).collect()
}

/// A sentence as HTML: what is between backticks is code.
fn rich(say: &str) -> String {
    let say = say.replace('&', "&amp;").replace('<', "&lt;");
    let parts = say.split('`').enumerate();
    let parts = parts.map(|(i, part)| match i % 2 {
        0 => part.to_string(),
        _ => format!("<code>{part}</code>"),
    });
    parts.collect()
}
