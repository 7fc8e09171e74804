//! The table of exercises in the book: titles and minutes.

use std::collections::BTreeMap;

/// A row of the table.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Row {
    /// Its place in the table.
    pub(crate) place: usize,
    /// What the reader writes, without Markdown.
    pub(crate) title: String,
    /// How long it takes.
    pub(crate) minutes: Option<u32>,
    /// The page before the exercise: its title, and `stage03/task.md`.
    pub(crate) page: Option<(String, String)>,
    /// `deep dive` or `optional`, if the course goes on without it.
    pub(crate) aside: Option<&'static str>,
}

/// The rows of all tables in the text whose first column is the name of an exercise, by that name.
pub(crate) fn rows(text: &str) -> BTreeMap<String, Row> {
    let mut rows = BTreeMap::new();
    let mut head: Vec<String> = Vec::new();
    for line in text.lines() {
        let Some(line) = line.trim().strip_prefix('|') else {
            head.clear();
            continue;
        };
        let line = line.strip_suffix('|').unwrap_or(line);
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if head.is_empty() {
            head = cells.iter().map(|cell| cell.to_lowercase()).collect();
            continue;
        }
        let name = cells[0].trim_matches('`');
        if !is_name(name) {
            continue;
        }
        let cell = |column: &str| {
            let at = head.iter().position(|title| title == column)?;
            cells.get(at).copied()
        };
        let (mut title, aside) = without_aside(&plain(cell("what you write").unwrap_or_default()));
        if title.is_empty() {
            title = name.to_string();
        }
        let needs = cell("needs").unwrap_or_default();
        let row = Row {
            place: rows.len(),
            title,
            minutes: cell("minutes").and_then(|minutes| minutes.parse().ok()),
            page: link(needs).map(|(_, title, page)| (plain(title), page.to_string())),
            aside: aside.or_else(|| without_aside(&plain(needs)).1),
        };
        rows.insert(name.to_string(), row);
    }
    rows
}

/// True for `s3e1` and the like.
pub(crate) fn is_name(name: &str) -> bool {
    numbers(name).is_some()
}

/// The stage and the number of an exercise: 3 and 1 of `s3e1`.
pub(crate) fn numbers(name: &str) -> Option<(u32, u32)> {
    let (stage, number) = name.strip_prefix('s')?.split_once('e')?;
    let number_of = |digits: &str| match digits.bytes().all(|byte| byte.is_ascii_digit()) {
        true => digits.parse().ok(),
        false => None,
    };
    Some((number_of(stage)?, number_of(number)?))
}

/// The first link in a cell: its range, its text, and its target.
fn link(cell: &str) -> Option<(std::ops::Range<usize>, &str, &str)> {
    let middle = cell.find("](")?;
    let begin = cell[..middle].rfind('[')?;
    let end = middle + cell[middle..].find(')')?;
    Some((
        begin..end + 1,
        &cell[begin + 1..middle],
        &cell[middle + 2..end],
    ))
}

/// A cell without links and backticks.
fn plain(cell: &str) -> String {
    let mut text = cell.to_string();
    while let Some((range, inner, _)) = link(&text) {
        let inner = inner.to_string();
        text.replace_range(range, &inner);
    }
    text.replace(['`', '*'], "")
}

/// A title without the remark that the course goes on without this exercise, and that remark.
fn without_aside(title: &str) -> (String, Option<&'static str>) {
    for aside in ["deep dive", "optional"] {
        let remark = format!("({aside})");
        if title.contains(&remark) {
            let title = title
                .replace(&format!(" {remark}"), "")
                .replace(&remark, "");
            return (title.trim().to_string(), Some(aside));
        }
    }
    (title.to_string(), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_a_title_minutes_and_a_page() {
        let text = "words\n\n| exercise | what you write | minutes | needs |\n|---|---|---|---|\n\
                    | `s1e1` | [`take` and `chain`](code/a.md#e1): around others | 10 | [A pause](stage01/pause.md) |\n\
                    | `s1e3` | [the states](x.md): your own (deep dive) | 25 | [Lawyers](stage01/lawyers.md) |\n";
        let rows = rows(text);
        let first = Row {
            place: 0,
            title: "take and chain: around others".into(),
            minutes: Some(10),
            page: Some(("A pause".into(), "stage01/pause.md".into())),
            aside: None,
        };
        assert_eq!(rows["s1e1"], first);
        assert_eq!(rows["s1e3"].title, "the states: your own");
        assert_eq!(rows["s1e3"].aside, Some("deep dive"));
        assert_eq!(rows.len(), 2);
    }

    #[test]
    fn columns_are_found_by_their_titles() {
        let text = "| exercise | minutes | needs | what you write |\n|---|---|---|---|\n| `s2e1` | 5 | | x |\n";
        let row = &rows(text)["s2e1"];
        assert_eq!((row.minutes, row.title.as_str()), (Some(5), "x"));
    }

    #[test]
    fn a_name_is_a_stage_and_a_number() {
        assert_eq!(numbers("s12e3"), Some((12, 3)));
        for other in ["s1e1-solution", "se", "s1", "e1", "s1e", "truths"] {
            assert_eq!(numbers(other), None, "{other}");
        }
    }
}
