//! The tables, in Markdown.

use crate::{
    clock::Latency,
    run::Prices,
    series::{Point, Series},
};
use std::fmt::Write as _;

/// From so many on, an exponent is fitted.
pub(crate) const FROM: usize = 100;

/// Every table, with the name of its file.
pub(crate) fn all(prices: &Prices) -> Vec<(&'static str, String)> {
    vec![
        ("counts", counts(prices)),
        ("steps", steps(prices)),
        (
            "busy",
            series("connections, all busy", &prices.busy, per_second, false),
        ),
        (
            "idle",
            series("idle connections", &prices.idle, duration, true),
        ),
        ("latencies", latencies(prices)),
        (
            "tasks",
            series("waiting tasks", &prices.tasks, duration, true),
        ),
        (
            "timers",
            series("waiting timers", &prices.timers, duration, true),
        ),
        ("left_out", left_out(prices)),
    ]
}

fn counts(prices: &Prices) -> String {
    let rows = prices.counts.iter().map(|(design, request, memory)| {
        let cells = [
            request.calls,
            request.allocations,
            request.instructions,
            *memory,
        ];
        let cells =
            cells.map(|count| count.map_or("–".to_owned(), |count| grouped(count.round() as u64)));
        (design.name(), cells.to_vec())
    });
    let titles = [
        "system calls",
        "allocations",
        "instructions",
        "bytes a connection",
    ];
    table("one request", &titles.map(str::to_owned), rows)
}

fn steps(prices: &Prices) -> String {
    let rows = prices
        .steps
        .iter()
        .map(|(on, step)| (on.name(), vec![grouped(step.round() as u64)]));
    table("one step", &["instructions".to_owned()], rows)
}

fn latencies(prices: &Prices) -> String {
    let rows = prices.latencies.iter().map(|(design, latency)| {
        let Latency {
            median,
            ninety_ninth,
            client,
        } = latency;
        let cells = [median, ninety_ninth, client].map(|time| duration(time * 1000.0));
        (design.name(), cells.to_vec())
    });
    let titles = [
        "50 of 100 within",
        "99 of 100 within",
        "99 of 100 sent within",
    ];
    table("latency", &titles.map(str::to_owned), rows)
}

/// A row for each design, a column for each number.
fn series(corner: &str, series: &[Series], figure: fn(f64) -> String, fitted: bool) -> String {
    let mut numbers: Vec<_> = series
        .iter()
        .flat_map(|one| &one.points)
        .map(|point| point.number)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut titles: Vec<_> = numbers
        .iter()
        .map(|number| grouped(*number as u64))
        .collect();
    if fitted {
        titles.push("exponent".to_owned());
    }
    let rows = series.iter().map(|one| {
        let cell = |point: Option<&Point>| {
            point.map_or("–".to_owned(), |point| point.marked(figure(point.cost)))
        };
        let mut cells: Vec<_> = numbers.iter().map(|number| cell(one.at(*number))).collect();
        if fitted {
            let exponent = one.exponent(FROM);
            cells.push(exponent.map_or("–".to_owned(), |exponent| {
                format!("{:.2}", exponent.max(0.0))
            }));
        }
        (one.name, cells)
    });
    table(corner, &titles, rows)
}

fn left_out(prices: &Prices) -> String {
    let lines = prices.left_out.iter().map(|line| format!("- {line}\n"));
    match prices.left_out.is_empty() {
        true => "Nothing was left out.\n".to_owned(),
        false => format!("Left out:\n\n{}", lines.collect::<String>()),
    }
}

fn table<'a>(
    corner: &str,
    titles: &[String],
    rows: impl Iterator<Item = (&'a str, Vec<String>)>,
) -> String {
    let mut text = format!("| {corner} |");
    for title in titles {
        let _ = write!(text, " {title} |");
    }
    text += "\n|---|";
    text += &"---:|".repeat(titles.len());
    for (name, cells) in rows {
        let _ = write!(text, "\n| {name} | {} |", cells.join(" | "));
    }
    text + "\n"
}

/// A time, in two or three digits.
pub(crate) fn duration(nanoseconds: f64) -> String {
    let (value, unit) = match nanoseconds {
        n if n < 1e3 => (n, "ns"),
        n if n < 1e6 => (n / 1e3, "µs"),
        n if n < 1e9 => (n / 1e6, "ms"),
        n => (n / 1e9, "s"),
    };
    match value {
        v if v < 10.0 => format!("{v:.1} {unit}"),
        v => format!("{v:.0} {unit}"),
    }
}

/// How many of them there are in a second.
fn per_second(nanoseconds: f64) -> String {
    let number = 1e9 / nanoseconds;
    let size = 10_f64.powi(number.log10().floor() as i32 - 1);
    grouped(((number / size).round() * size) as u64)
}

/// `1,000,000`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{duration, grouped, per_second};

    #[test]
    fn figures_have_as_many_digits_as_can_be_trusted() {
        assert_eq!(duration(1_234.0), "1.2 µs");
        assert_eq!(duration(45_678_000.0), "46 ms");
        assert_eq!(per_second(13_777.0), "73,000");
        assert_eq!(grouped(1_000_000), "1,000,000");
        assert_eq!(grouped(999), "999");
    }
}
