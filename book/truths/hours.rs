//! How long the book takes: the words of its pages, and the minutes of its exercises.

use crate::{
    frame::{Order, order},
    page::Page,
};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use regex::Regex;
use std::{collections::BTreeMap, fmt::Write as _};

/// The words that a reader reads in a minute.
const SPEED: usize = 200;

/// What is said of a page or an exercise that is on no route.
const DEEP: &str = "(deep dive)";

/// A page that is read, and what it takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cost {
    /// `stage01/pause.md`.
    pub page: String,
    /// Its words, without code.
    pub words: usize,
    /// The minutes of its exercises: those that are not optional and, on a page that is no deep dive, no deep dives.
    pub exercises: usize,
    /// True if it is marked as a deep dive.
    pub deep: bool,
}

/// Returns what each page above the separator of `summary` takes.
pub fn costs(summary: &str, table: &str, pages: &[Page]) -> Vec<Cost> {
    let deep = Regex::new(r"\[([^\]]*)\]\(([^)]*)\)").expect("a pattern");
    let marked: BTreeMap<_, _> = deep
        .captures_iter(summary)
        .map(|link| (link[2].to_string(), link[1].contains(DEEP)))
        .collect();
    let exercises = exercises(table);
    let Order { read, .. } = order(summary);
    let cost = |built: &String| {
        let page = built.replace(".html", ".md");
        let deep = marked.get(&page).copied().unwrap_or_default();
        let of = pages.iter().find(|of| name(of) == page);
        Cost {
            words: of.map_or(0, |of| words(&of.text)),
            exercises: exercises
                .iter()
                .filter(|exercise| exercise.page == page && (deep || !exercise.deep))
                .map(|exercise| exercise.minutes)
                .sum(),
            deep,
            page,
        }
    };
    read.iter().map(cost).collect()
}

/// `stage01/pause.md`.
fn name(page: &Page) -> String {
    let path = page.path.to_string_lossy().replace('\\', "/");
    path.rsplit("book/src/")
        .next()
        .unwrap_or_default()
        .to_string()
}

/// A row of the table of exercises.
#[derive(Debug)]
struct Exercise {
    page: String,
    minutes: usize,
    deep: bool,
}

/// The exercises of the table that are not optional.
fn exercises(table: &str) -> Vec<Exercise> {
    let row = Regex::new(r"(?m)^\| `s[0-9]e[0-9]+` \|(.*)\| *([0-9]+) *\|.*\]\(([^)#]*)[^|]*\|$");
    let row = row.expect("a pattern");
    let rows = row.captures_iter(table);
    let rows = rows.filter(|row| !row[1].contains("(optional)"));
    rows.map(|row| Exercise {
        page: row[3].to_string(),
        minutes: row[2].parse().unwrap_or_default(),
        deep: row[1].contains(DEEP),
    })
    .collect()
}

/// The words of a page, without its code.
pub fn words(text: &str) -> usize {
    let (mut words, mut code) = (String::new(), false);
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            Event::Text(text) | Event::Code(text) if !code => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell,
            ) => words.push(' '),
            _ => {}
        }
    }
    let include = Regex::new(r"\{\{#include [^}]*\}\}").expect("a pattern");
    include.replace_all(&words, "").split_whitespace().count()
}

/// Returns what is wrong with the longest way through the book that a route must not exceed: its words and its hours.
pub fn too_long(costs: &[Cost], most_words: usize, most_hours: usize) -> Vec<String> {
    let core: Vec<_> = costs.iter().filter(|cost| !cost.deep).collect();
    let words: usize = core.iter().map(|cost| cost.words).sum();
    let minutes = minutes(&core);
    let exercises = minutes - words / SPEED;
    let mut problems = Vec::new();
    if words > most_words {
        problems.push(format!("the core path has {words} words, and may have {most_words}: mark pages as {DEEP} in SUMMARY.md"));
    }
    if minutes > most_hours * 60 {
        problems.push(format!(
            "the core path takes {minutes} minutes, {exercises} of them for exercises, and may take {}: mark pages or exercises as {DEEP}",
            most_hours * 60
        ));
    }
    problems
}

/// Returns the introduction with the hours as they are: those of its routes, each below a comment that names its pages, and the table.
///
/// # Errors
///
/// A sentence, if a route names a page that is not there.
pub fn told(introduction: &str, costs: &[Cost]) -> Result<String, String> {
    let route = Regex::new(r"<!-- route: ([^>]*) -->\n### ([^:\n]*): about [^\n]* hours\n");
    let mut told = introduction.to_string();
    for found in route.expect("a pattern").captures_iter(introduction) {
        let hours = (minutes(&taken(&found[1], costs)?) + 30) / 60;
        let line = format!(
            "<!-- route: {} -->\n### {}: about {hours} hours\n",
            &found[1], &found[2]
        );
        told = told.replace(&found[0], &line);
    }
    let (before, rest) = told
        .split_once("<!-- hours -->\n")
        .ok_or("the introduction has no `<!-- hours -->`")?;
    let after = rest.trim_start_matches(|c| c != '\n' && c != '|');
    let after: String = after
        .lines()
        .skip_while(|line| line.starts_with('|'))
        .map(|line| format!("{line}\n"))
        .collect();
    Ok(format!("{before}<!-- hours -->\n{}{after}", table(costs)))
}

/// The minutes that pages and their exercises take.
fn minutes(costs: &[&Cost]) -> usize {
    let words: usize = costs.iter().map(|cost| cost.words).sum();
    words / SPEED + costs.iter().map(|cost| cost.exercises).sum::<usize>()
}

/// The pages of a route: `core`, `deep`, a folder, or a page. `stage06 deep` is stage 6 with its deep dives.
fn taken<'a>(route: &str, costs: &'a [Cost]) -> Result<Vec<&'a Cost>, String> {
    let words: Vec<_> = route.split_whitespace().collect();
    let deep = words.contains(&"deep");
    for word in words
        .iter()
        .filter(|word| !["core", "deep"].contains(*word))
    {
        let known = |cost: &Cost| cost.page == **word || cost.page.starts_with(&format!("{word}/"));
        if !costs.iter().any(known) {
            return Err(format!(
                "a route of the introduction names {word}, which is no page or stage"
            ));
        }
    }
    let is_in = |cost: &&Cost| {
        let folder = cost.page.split('/').next().unwrap_or_default();
        let whole = words.contains(&"core") || words.contains(&folder);
        words.contains(&&*cost.page) || (whole && (deep || !cost.deep))
    };
    Ok(costs.iter().filter(is_in).collect())
}

/// The hours of each stage's pages that are no deep dives, to five minutes.
fn table(costs: &[Cost]) -> String {
    let mut table = "| stage | reading | exercises | together |\n|---|---|---|---|\n".to_string();
    let mut all = (0, 0);
    let mut row = |stage: &str, (reading, exercises): (usize, usize)| {
        let hours = |minutes: usize| format!("{}:{:02}", minutes / 60, minutes % 60);
        let together = hours(reading + exercises);
        let (reading, exercises) = (hours(reading), hours(exercises));
        writeln!(table, "| {stage} | {reading} | {exercises} | {together} |")
            .expect("a String takes it");
    };
    for stage in 1..=6 {
        let folder = format!("stage0{stage}/");
        let pages = costs
            .iter()
            .filter(|cost| !cost.deep && cost.page.starts_with(&folder));
        let (words, exercises) = pages.fold((0, 0), |(words, exercises), cost| {
            (words + cost.words, exercises + cost.exercises)
        });
        let reading = (words / SPEED).next_multiple_of(5);
        all = (all.0 + reading, all.1 + exercises);
        row(&stage.to_string(), (reading, exercises));
    }
    row("all", all);
    table
}
