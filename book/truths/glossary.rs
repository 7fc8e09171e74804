//! The glossary: each word once, with a link to the page that introduces it.

use crate::page::Page;
use regex::Regex;
use std::collections::BTreeSet;

/// Words that every reader needs, by the book's rules for its language.
const NEEDED: [&str; 9] = [
    "non-blocking",
    "handle",
    "leaf",
    "guard",
    "waker",
    "stale",
    "edge",
    "readiness",
    "interleaving",
];

/// Returns what is wrong with the glossary: a word that is there twice or not at all, has no link, or is not on the page that its link names.
pub fn problems(glossary: &str, pages: &[Page]) -> Vec<String> {
    let entry = Regex::new(r"(?m)^([^\n:#>][^\n]*)\n: ([^\n]*)$").expect("a pattern");
    let link = Regex::new(r"\]\((stage[^)#]*)\)").expect("a pattern");
    let (mut seen, mut problems) = (BTreeSet::new(), Vec::new());
    let words = glossary.find("\n## Words\n").unwrap_or_default();
    for found in entry.captures_iter(glossary) {
        let (heading, text) = (&found[1], &found[2]);
        for term in heading.split(", ") {
            if !seen.insert(term.to_string()) {
                problems.push(format!("the glossary has {term} twice"));
            }
        }
        if found.get(0).is_some_and(|found| found.start() < words) {
            continue;
        }
        let Some(link) = link.captures(text) else {
            problems.push(format!("the glossary says of {heading} no page"));
            continue;
        };
        let page = pages.iter().find(|page| page.path.ends_with(&link[1]));
        let first = heading.split(", ").next().unwrap_or_default();
        let word = first.trim_start_matches("to ").to_lowercase();
        let said = page.is_some_and(|page| page.text.to_lowercase().contains(&word));
        if !said {
            problems.push(format!(
                "the glossary sends a reader for {first} to {}, which does not say it",
                &link[1]
            ));
        }
    }
    let missing = NEEDED.iter().filter(|word| !seen.contains(**word));
    problems.extend(missing.map(|word| format!("the glossary lacks {word}")));
    problems
}
