//! Numbers behind `≈`: they differ from run to run, and a nonsense one is still seen.

use crate::{normal::normalised, page::Page};
use regex::Regex;
use std::{ops::RangeInclusive, sync::LazyLock};

/// How many times larger or smaller than the page's a printed number may be, if the page states no bounds. Generous: the tests run on
/// slow and busy machines, too.
const FACTOR: f64 = 10.0;

/// Times that are shorter than this are all the same: a busy machine lets a program wait for as long before it runs.
const SHORT: f64 = 0.1;

/// A number behind `≈`.
#[derive(Debug)]
struct About {
    /// What is printed before it in its line; earlier numbers behind `≈` are `[N]`.
    what: String,
    /// The number; of a time, in seconds.
    value: f64,
    /// The smallest difference that its digits can show; of a time, not less than [`SHORT`].
    grain: f64,
    /// As it is printed.
    shown: String,
}

/// What a page says of a number, in a comment above its block: `<!-- what ≈ low..high -->`, or several such lines.
#[derive(Debug)]
struct Bound {
    /// How the text before the number ends.
    what: String,
    /// The least and the greatest right value; of times, in seconds.
    range: RangeInclusive<f64>,
}

/// What is wrong with the numbers behind `≈` that a program has printed, beside those of its block on the page. Both texts must have the
/// same number of them.
pub(crate) fn problems(page: &Page, line: usize, shown: &str, printed: &str) -> Problems {
    let mut problems = Problems::default();
    let (shown, printed) = (abouts(shown), abouts(printed));
    for bound in stated(page, line, &mut problems.wrong) {
        if !printed.iter().any(|about| bound.is_of(about)) {
            let what = &bound.what;
            problems.wrong.push(format!(
                "bounds are stated for `{what} ≈`, which is not there"
            ));
        }
        let outside = |about: &&About| bound.is_of(about) && !bound.range.contains(&about.value);
        let said = |about: &About| {
            format!(
                "`{} ≈ {}` is not within the bounds {:?} that the page states",
                bound.what, about.shown, bound.range
            )
        };
        problems
            .wrong
            .extend(printed.iter().filter(outside).map(said));
        problems
            .stale
            .extend(shown.iter().filter(outside).map(said));
        problems.bounds.push(bound);
    }
    for (shown, printed) in shown.iter().zip(&printed) {
        let stated = problems.bounds.iter().any(|bound| bound.is_of(printed));
        if !stated && !shown.is_like(printed) {
            problems.stale.push(format!(
                "`{} ≈ {}` on the page is far from the program's ≈ {}",
                shown.what, shown.shown, printed.shown
            ));
        }
    }
    problems
}

/// What [`problems`] finds.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    /// What the program, or the comment above the block, does wrong.
    pub(crate) wrong: Vec<String>,
    /// What the page shows wrong; the program's output in its place would be right.
    pub(crate) stale: Vec<String>,
    bounds: Vec<Bound>,
}

impl About {
    /// True if one of the two numbers may be printed where the other is.
    fn is_like(&self, other: &About) -> bool {
        let grain = self.grain.max(other.grain);
        let (a, b) = (self.value + grain, other.value + grain);
        a <= FACTOR * b && b <= FACTOR * a
    }
}

impl Bound {
    /// True if it bounds this number: the text before it ends with these words.
    fn is_of(&self, about: &About) -> bool {
        let before = about.what.strip_suffix(&self.what);
        before.is_some_and(|before| !before.ends_with(char::is_alphanumeric))
    }
}

/// The numbers behind `≈`, in their order.
fn abouts(text: &str) -> Vec<About> {
    static ABOUT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"≈ *([0-9]+(?:,[0-9]+)*(?:\.[0-9]+)?)(?: ?(ns|µs|ms|s)(?-u:\b))?")
            .expect("a pattern")
    });
    let in_line = |line: &str| {
        let found = ABOUT.captures_iter(line).filter_map(|number| {
            let unit = number.get(2).map(|unit| unit.as_str());
            let decimals = number[1].split_once('.').map_or(0, |(_, d)| d.len());
            let digit = 10f64.powi(-i32::try_from(decimals).ok()?) * seconds(unit);
            Some(About {
                what: normalised(&line[..number.get(0)?.start()]),
                value: amount(&number[1], unit)?,
                grain: if unit.is_some() {
                    digit.max(SHORT)
                } else {
                    digit
                },
                shown: number
                    .get(0)?
                    .as_str()
                    .trim_start_matches(['≈', ' '])
                    .to_string(),
            })
        });
        found.collect::<Vec<_>>()
    };
    text.lines().flat_map(in_line).collect()
}

/// The bounds in the comment above a block whose fence is in this line.
fn stated(page: &Page, line: usize, wrong: &mut Vec<String>) -> Vec<Bound> {
    let above: Vec<_> = page.text.lines().take(line - 1).collect();
    let above = above.join("\n");
    let comment = above.trim_end().strip_suffix("-->");
    let comment = comment.and_then(|above| Some(above.rsplit_once("<!--")?.1));
    let mut bounds = Vec::new();
    for text in comment.into_iter().flat_map(str::lines).map(str::trim) {
        match text
            .rsplit_once('≈')
            .map(|(what, range)| (what, bound(range)))
        {
            Some((what, Some(range))) => bounds.push(Bound {
                what: what.trim_end().to_string(),
                range,
            }),
            Some((_, None)) => wrong.push(format!("`{text}` states no bounds: `what ≈ low..high`")),
            None => {}
        }
    }
    bounds
}

/// `low..high`, each with its unit.
fn bound(text: &str) -> Option<RangeInclusive<f64>> {
    let end = |text: &str| {
        let text = text.trim();
        let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        let unit = text[digits.len()..].trim();
        amount(digits, (!unit.is_empty()).then_some(unit))
    };
    let (low, high) = text.split_once("..")?;
    Some(end(low)?..=end(high)?)
}

fn amount(digits: &str, unit: Option<&str>) -> Option<f64> {
    let number: f64 = digits.replace(',', "").parse().ok()?;
    Some(number * seconds(unit))
}

/// How many seconds the unit is; 1 for what is no time.
fn seconds(unit: Option<&str>) -> f64 {
    match unit {
        Some("ns") => 1e-9,
        Some("µs") => 1e-6,
        Some("ms") => 1e-3,
        _ => 1.0,
    }
}
