//! The files of a replay: the trace, one event a line, and the figure that a page includes.

use super::{Figure, Line, Source, Step, quotes::curl};
use crate::page::{blessing, read, root};
use serde::Serialize;
use serde_json::{Value, json};
use std::fs;

/// A replay: its name, and its trace, a Chrome Trace Event array with one event a line.
///
/// A step gives the `text` of its line of code, and `at`, its file and number. [`publish`] makes `src` of them: the text, and which of the
/// page's lines with this text it is.
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
                let text = read(&root().join(file));
                args["text"] = json!(text.lines().nth(line - 1).unwrap_or_default().trim());
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

impl Trace {
    /// A trace that was recorded elsewhere: an array of events.
    ///
    /// # Errors
    ///
    /// If it is no array of events.
    pub fn parse(id: &str, text: &str) -> Result<Self, String> {
        let events = serde_json::from_str(text).map_err(|e| format!("the trace {id}: {e}"))?;
        Ok(Trace {
            id: id.into(),
            events,
        })
    }
}

fn value(of: &impl Serialize) -> Value {
    serde_json::to_value(of).expect("strings and lists")
}

/// Compares a trace with its files, and gives what is wrong; with `BLESS=1` in the environment it writes them instead.
///
/// `lines` are the lines of code on its page, one of which at least the replay marks. Without a page, no line is marked.
///
/// # Panics
///
/// If the files cannot be written.
pub fn publish(trace: &Trace, lines: Option<&[Line]>) -> Vec<String> {
    let mut problems = Vec::new();
    let mut events = trace.events.clone();
    let with_code = events.iter().any(|event| event["args"]["text"].is_string());
    events.iter_mut().for_each(|event| curl(&mut event["args"]));
    let marked = events.iter_mut().filter_map(|event| {
        let marked = resolve(&mut event["args"], lines);
        marked.then_some(())
    });
    if marked.count() == 0 && with_code && lines.is_some() {
        let id = &trace.id;
        problems.push(format!(
            "the replay {id}: none of its lines is in a listing of its page"
        ));
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

/// Finds the line of code of a step in the listings of its page, and replaces `text` and `at` by `src`. True if it is there. If not, the
/// text remains: it is shown, and marked nowhere.
pub fn resolve(args: &mut Value, lines: Option<&[Line]>) -> bool {
    let at = args.as_object_mut().and_then(|args| args.remove("at"));
    let (Some(text), Some(lines)) = (args["text"].as_str(), lines) else {
        return false;
    };
    let of_text = |line: &&Line| line.text == text;
    let found = match at {
        Some(at) => lines.iter().position(|line| {
            let from = line.from.as_ref();
            from.is_some_and(|(file, number)| at[0] == *file && at[1] == *number)
        }),
        // What only a twin has is in the listing of the twin, once.
        None if lines.iter().filter(of_text).count() == 1 => {
            lines.iter().position(|line| of_text(&line))
        }
        None => None,
    };
    let Some(found) = found else {
        return false;
    };
    let text = &lines[found].text;
    let same = lines[..found].iter().filter(|line| line.text == *text);
    let src = match same.count() {
        0 => json!(text),
        before => json!(format!("{text}@{}", before + 1)),
    };
    args["src"] = src;
    args.as_object_mut().and_then(|args| args.remove("text"));
    true
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
