//! What surrounds the text of the built book's pages: next and previous, the map of the stages, the search.

use crate::page::read;
use pulldown_cmark::{Event, Parser, Tag};
use regex::Regex;
use std::{collections::BTreeMap, fs, path::Path};

/// What `SUMMARY.md` says of the pages' order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// The pages before the separator, as built: they are read one after another.
    pub read: Vec<String>,
    /// The pages behind it: they are looked up.
    pub looked_up: Vec<String>,
}

/// Returns the order of the pages.
pub fn order(summary: &str) -> Order {
    let (mut order, mut behind) = (Order::default(), false);
    for event in Parser::new(summary) {
        match event {
            Event::Rule => behind = true,
            Event::Start(Tag::Link { dest_url, .. }) if !dest_url.is_empty() => {
                let page = dest_url.replace(".md", ".html");
                let of = if behind {
                    &mut order.looked_up
                } else {
                    &mut order.read
                };
                of.push(page);
            }
            _ => {}
        }
    }
    order
}

/// Returns the first page of each stage, by its folder.
pub fn first_pages(order: &Order) -> BTreeMap<String, String> {
    let mut first = BTreeMap::new();
    for page in order.read.iter().filter(|page| page.starts_with("stage")) {
        let (folder, _) = page.split_once('/').unwrap_or_default();
        first
            .entry(folder.to_string())
            .or_insert_with(|| page.clone());
    }
    first
}

/// Returns where *next* and *previous* lead wrong: the pages that are read lead to each other and then to the first that is looked up,
/// and those lead nowhere. So no reader comes upon hints by turning pages.
///
/// # Panics
///
/// If a page cannot be read.
pub fn wrong_turns(site: &Path, order: &Order) -> Vec<String> {
    let all: Vec<_> = order.read.iter().chain(&order.looked_up).collect();
    let mut problems = Vec::new();
    for (at, page) in all.iter().enumerate() {
        let read_in_order = at < order.read.len();
        let neighbour = |at: Option<usize>| at.filter(|_| read_in_order).and_then(|at| all.get(at));
        for (rel, wanted) in [
            ("prev", neighbour(at.checked_sub(1))),
            ("next", neighbour(Some(at + 1))),
        ] {
            let found = turns(&read(&site.join(page)), rel);
            let right = match wanted {
                Some(wanted) => found.len() == 2 && found.iter().all(|to| to == *wanted),
                None => found.is_empty(),
            };
            if !right {
                problems.push(format!(
                    "{page}: {rel} leads to {found:?}, not to {wanted:?}"
                ));
            }
        }
    }
    problems
}

/// The pages that the links with this `rel` name.
fn turns(html: &str, rel: &str) -> Vec<String> {
    let link = Regex::new(&format!(r#"<a rel="{rel}[^"]*" href="(?:\.\./)*([^"]*)""#));
    let link = link.expect("a pattern");
    link.captures_iter(html)
        .map(|found| found[1].to_string())
        .collect()
}

/// Returns the pages whose map of the stages is missing, or leads elsewhere than to the stages' first pages.
///
/// # Panics
///
/// If a page cannot be read.
pub fn bad_maps(site: &Path, order: &Order) -> Vec<String> {
    let nav = Regex::new(r#"(?s)<nav class="stage-map" data-page="([^"]*)".*?</nav>"#);
    let link = Regex::new(r#"href="(?:\.\./)*([^"]*)""#).expect("a pattern");
    let nav = nav.expect("a pattern");
    let first: Vec<_> = first_pages(order).into_values().collect();
    let mut problems = Vec::new();
    for page in &order.read {
        let html = read(&site.join(page));
        let of = page.replace(".html", ".md");
        match nav.captures(&html) {
            Some(map) if map[1] == of => {
                let links = link.captures_iter(&map[0]);
                let links: Vec<_> = links.map(|found| found[1].to_string()).collect();
                if links != first {
                    problems.push(format!(
                        "{page}: the map leads to {links:?}, the stages begin with {first:?}"
                    ));
                }
            }
            _ => problems.push(format!(
                "{page} has no map of the stages that knows its page"
            )),
        }
    }
    problems
}

/// Returns the pages among `hidden` that the search of the built book finds.
///
/// # Panics
///
/// If the site has no search.
pub fn found_by_search(site: &Path, hidden: &[&str]) -> Vec<String> {
    let files = fs::read_dir(site).expect("a site").flatten();
    let index = files.map(|entry| entry.path()).find(|path| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("searchindex"))
    });
    let index = read(&index.expect("the site has a search"));
    let urls = index
        .split_once(r#""doc_urls":["#)
        .expect("the index names its pages")
        .1;
    let urls = urls.split_once(']').map_or(urls, |(urls, _)| urls);
    let urls = urls.split(',').map(|url| url.trim_matches('"').to_string());
    urls.filter(|url| hidden.iter().any(|hidden| url.contains(hidden)))
        .map(|url| format!("the search finds {url}"))
        .collect()
}
