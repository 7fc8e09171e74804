//! Orders as traces for `<trace-player>`: an array of Chrome Trace Events, one a line.
//!
//! A step gives the text of its line of code, and `at`: the file and the number of the line, unless only a twin has it. The
//! book's recorder makes `src` of them, with which the player marks the line in the listings of the page.

use std::fmt::Write;

use explorer::Order;
use explorer::{Line, Step, View};

/// How a program is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// The threads, and their colours. Each has a lane, and a thing of the same name.
    pub threads: &'static [(&'static str, &'static str)],
    /// What is said at the end of an order that loses nothing.
    pub good: &'static str,
    /// What is said at the end of an order that does.
    pub bad: &'static str,
    /// The rest of the event `trace-player`: places, things, grid. Line ends and the spaces after them do not count.
    pub layout: &'static str,
}

/// Returns the tree of all orders: what two orders have in common is told once.
pub fn tree(title: &str, figure: &Figure, orders: impl IntoIterator<Item = Order>) -> String {
    let mut trace = Trace::new(title, figure);
    let mut before: Option<Order> = None;
    for order in orders {
        // Up to the first choice that differs, the steps are those of the order before.
        let common = before.map_or(0, |before| {
            let mut pairs = before.choices.iter().zip(&order.choices);
            let fork = pairs.find(|(left, right)| left.taken != right.taken);
            fork.map_or(0, |(left, _)| left.at_step)
        });
        trace.add(&order, common, true);
        before = Some(order);
    }
    trace.end()
}

/// Returns one order, as a story without choices.
pub fn record(title: &str, figure: &Figure, order: &Order) -> String {
    let mut trace = Trace::new(title, figure);
    trace.add(order, 0, false);
    trace.end()
}

struct Trace<'a> {
    figure: &'a Figure,
    text: String,
    /// The ids of the steps of the last order.
    path: Vec<usize>,
    steps: usize,
}

impl<'a> Trace<'a> {
    fn new(title: &str, figure: &'a Figure) -> Self {
        let layout: String = figure.layout.lines().map(str::trim_start).collect();
        let mut text = format!(
            r#"[
{{"ph":"M","name":"trace-player","pid":1,"tid":0,"ts":0,"args":{{"title":{},{layout}}}}}"#,
            quoted(title)
        );
        for (tid, (name, color)) in figure.threads.iter().enumerate() {
            let args = format!(
                r#"{{"name":{0},"things":[{0}],"color":{1}}}"#,
                quoted(name),
                quoted(color)
            );
            let _ = write!(
                text,
                ",\n{{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":1,\"tid\":{tid},\"ts\":0,\"args\":{args}}}"
            );
        }
        Trace {
            figure,
            text,
            path: vec![],
            steps: 0,
        }
    }

    /// Adds the steps of an order, but for those that it has in common with the last one.
    fn add(&mut self, order: &Order, common: usize, tree: bool) {
        self.path.truncate(common);
        for (depth, step) in order.steps.iter().enumerate().skip(common) {
            let before = depth.checked_sub(1).map(|before| &order.steps[before].view);
            let mut args = String::new();
            if tree {
                let _ = write!(args, r#""id":{},"#, self.steps);
                if let Some(after) = self.path.last() {
                    let _ = write!(args, r#""after":{after},"#);
                }
                if let Some(choice) = &step.choice {
                    let _ = write!(args, r#""choice":{},"#, quoted(choice));
                }
            }
            let _ = write!(args, r#""say":{}"#, quoted(&step.say));
            if let Some(line) = step.line.as_ref().filter(|line| line.staged) {
                args += &source(line);
            }
            let _ = write!(args, r#","moves":[{}]"#, moves(before, &step.view));
            if depth + 1 == order.steps.len() {
                let (end, ending) = match order.end {
                    Ok(()) => ("good", self.figure.good),
                    Err(_) => ("bad", self.figure.bad),
                };
                let _ = write!(args, r#","end":"{end}","ending":{}"#, quoted(ending));
            }
            self.write(step, depth, &args);
            self.path.push(self.steps);
            self.steps += 1;
        }
    }

    fn write(&mut self, step: &Step, depth: usize, args: &str) {
        let threads = self.figure.threads.iter();
        let tid = threads.take_while(|(name, _)| *name != step.who).count();
        let _ = write!(
            self.text,
            ",\n{{\"ph\":\"X\",\"name\":{},\"pid\":1,\"tid\":{tid},\"ts\":{},\"dur\":8,\"args\":{{{args}}}}}",
            quoted(&step.who),
            depth * 10
        );
    }

    fn end(self) -> String {
        self.text + "\n]\n"
    }
}

/// Returns the line of code: its text, and `at`, the file and the number, if it is not the twin's alone.
fn source(line: &Line) -> String {
    let text = format!(r#","text":{}"#, quoted(&line.text));
    match &line.real {
        Some((file, number)) => format!(r#"{text},"at":[{},{number}]"#, quoted(file)),
        None => text,
    }
}

/// Returns the difference of two pictures.
fn moves(before: Option<&View>, after: &View) -> String {
    let mut moves = vec![];
    for (thing, seen) in after {
        let old = before.and_then(|view| view.get(thing));
        let mut args = format!(r#"{{"thing":{}"#, quoted(thing));
        let stays = old.is_some_and(|old| old.place == seen.place);
        if !stays {
            let _ = write!(args, r#","to":{}"#, quoted(seen.place));
        }
        // A thing that goes somewhere else loses its label.
        let label = old.filter(|_| stays).map_or("", |old| old.label);
        if label != seen.label {
            let _ = write!(args, r#","label":{}"#, quoted(seen.label));
        }
        if old != Some(seen) {
            moves.push(args + "}");
        }
    }
    let gone = before.into_iter().flatten();
    let gone = gone.filter(|(thing, _)| !after.contains_key(*thing));
    moves.extend(gone.map(|(thing, _)| format!(r#"{{"thing":{},"to":null}}"#, quoted(thing))));
    moves.join(",")
}

/// Returns a JSON string. It may be written into a page: `<` is escaped.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '<' | '\0'..' ' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
