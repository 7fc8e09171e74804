//! The README's picture, drawn from the trace of a replay.

use serde_json::Value;
use std::fmt::Write as _;

/// The height of a download in the picture.
const ROW: usize = 16;

/// Where the times begin.
const LEFT: usize = 30;

/// How wide a tenth of a second is.
const TENTH: usize = 60;

/// Colours, on a light page and on a dark one.
const STYLE: &str = "<style>
text { font: 13px sans-serif; fill: #57606a }
line { stroke: #8c959f; stroke-opacity: .35 }
rect { fill: #b7410e }
@media (prefers-color-scheme: dark) { text { fill: #c9d1d9 } rect { fill: #f0883e } }
</style>";

/// When each page was asked for, and when it came, in tenths of a second.
type Bars = Vec<(usize, usize)>;

/// Returns the picture of the replay `ten_downloads`: a bar for each download.
///
/// # Panics
///
/// If the trace is another one.
pub fn ten_downloads(trace: &str) -> String {
    let [alone, together] = &runs(trace)[..] else {
        panic!("the trace has two runs");
    };
    let height = |bars: &Bars| ROW * bars.len() + 50;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 {}\" role=\"img\" aria-label=\"Ten downloads, one after another and at once\">\n{STYLE}\n",
        2 * height(alone) + 10
    );
    draw(&mut svg, "one after another", alone, 0);
    draw(
        &mut svg,
        "at once, on the same thread",
        together,
        height(alone),
    );
    svg + "</svg>\n"
}

/// The runs of the trace. A run begins when the clock is set back.
fn runs(trace: &str) -> Vec<Bars> {
    let events: Vec<Value> = serde_json::from_str(trace).expect("an array of events");
    let (mut runs, mut now) = (Vec::<Bars>::new(), usize::MAX);
    for event in events {
        let moves = event["args"]["moves"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let Some(time) = moves.iter().find_map(tenths) else {
            continue;
        };
        if time < now {
            runs.push(vec![(0, 0); 10]);
        }
        now = time;
        let run = runs.last_mut().expect("it was begun");
        for (page, place) in moves.iter().filter_map(page) {
            match place {
                "server" => run[page - 1].0 = now,
                "here" => run[page - 1].1 = now,
                _ => {}
            }
        }
    }
    runs
}

/// The time that the clock shows after this move: `0.3 s` is 3.
fn tenths(one: &Value) -> Option<usize> {
    let label = one["label"].as_str().filter(|_| one["thing"] == "clock")?;
    let (seconds, tenths) = label.strip_suffix(" s")?.split_once('.')?;
    Some(10 * seconds.parse::<usize>().ok()? + tenths.parse::<usize>().ok()?)
}

/// The page that this moves, and where to.
fn page(one: &Value) -> Option<(usize, &str)> {
    let number = one["thing"].as_str()?.strip_prefix("page ")?;
    Some((number.parse().ok()?, one["to"].as_str()?))
}

/// Draws a bar for each download, and a line for each tenth of a second.
fn draw(svg: &mut String, title: &str, bars: &Bars, top: usize) {
    let x = |tenths: usize| LEFT + tenths * TENTH;
    let end = bars.iter().map(|(_, end)| *end).max().unwrap_or_default();
    let (label, bottom) = (top + 20, top + ROW * bars.len() + 34);
    let mut line = |line: String| writeln!(svg, "{line}").expect("a String takes it");
    line(format!(
        "<text x=\"{LEFT}\" y=\"{label}\">ten downloads {title}: {}.{} s</text>",
        end / 10,
        end % 10
    ));
    for tenth in 0..=11 {
        let (at, from) = (x(tenth), top + 30);
        line(format!(
            "<line x1=\"{at}\" x2=\"{at}\" y1=\"{from}\" y2=\"{bottom}\"/>"
        ));
    }
    for (row, (begin, end)) in bars.iter().enumerate() {
        let y = top + 34 + ROW * row;
        let (begin, width, height) = (x(*begin), (end - begin) * TENTH, ROW - 4);
        line(format!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text><rect x=\"{begin}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"2\"/>",
            LEFT - 8,
            y + 11,
            row + 1
        ));
    }
}
