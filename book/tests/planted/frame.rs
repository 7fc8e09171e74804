//! Next and previous, the map of the stages, the search.

use crate::{sees, site::site_of};
use book::{
    frame::{Order, bad_maps, first_pages, found_by_search, order, wrong_turns},
    theme,
};

const SUMMARY: &str = "# Summary\n\n[Start](start.md)\n\n# Stage 1\n\n- [A](stage01/a.md)\n\n---\n\n[Words](words.md)\n\n---\n\n[Hints]()\n[For 1](stage01/hints.md)\n";

fn pages(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_string()).collect()
}

#[test]
fn the_order_of_the_pages_is_the_summarys() {
    let order = order(SUMMARY);
    let expected = Order {
        read: pages(&["start.html", "stage01/a.html"]),
        looked_up: pages(&["words.html", "stage01/hints.html"]),
    };
    assert_eq!(order, expected, "drafts are headings, not pages");
    let first = first_pages(&order).into_iter().collect::<Vec<_>>();
    let expected = [("stage01".to_string(), "stage01/a.html".to_string())];
    assert_eq!(first, expected);
}

/// A page whose links, one for wide screens and one for phones, lead there.
fn turning(links: &[(&str, &str)]) -> String {
    let link =
        |(rel, to): &(&str, &str)| format!("<a rel=\"{rel}\" href=\"../{to}\">x</a>").repeat(2);
    links.iter().map(link).collect()
}

/// What is said of a site whose page of words has these links.
fn turns(words: &[(&str, &str)]) -> Vec<String> {
    let start = turning(&[("next prefetch", "stage01/a.html")]);
    let a = turning(&[("prev", "start.html"), ("next prefetch", "words.html")]);
    let words = turning(words);
    let site = site_of(&[
        ("start.html", &start),
        ("stage01/a.html", &a),
        ("words.html", &words),
        ("stage01/hints.html", ""),
    ]);
    wrong_turns(site.path(), &order(SUMMARY))
}

#[test]
fn a_page_that_turns_to_hints_is_seen() {
    assert_eq!(turns(&[]), [""; 0]);
    sees(
        &turns(&[("next", "stage01/hints.html")]),
        "words.html: next leads to",
    );
    sees(
        &turns(&[("prev", "stage01/a.html")]),
        "words.html: prev leads to",
    );
}

#[test]
fn a_map_that_is_missing_or_leads_elsewhere_is_seen() {
    let map = |page: &str, to: &str| {
        format!("<nav class=\"stage-map\" data-page=\"{page}\">\n<a href=\"../{to}\">1</a></nav>")
    };
    let maps = |a: &str| {
        let start = map("start.md", "stage01/a.html");
        let site = site_of(&[("start.html", &start), ("stage01/a.html", a)]);
        bad_maps(site.path(), &order(SUMMARY))
    };
    assert_eq!(maps(&map("stage01/a.md", "stage01/a.html")), [""; 0]);
    sees(&maps(""), "stage01/a.html has no map");
    sees(
        &maps(&map("start.md", "stage01/a.html")),
        "has no map of the stages that knows",
    );
    sees(
        &maps(&map("stage01/a.md", "stage01/b.html")),
        "the stages begin with",
    );
}

#[test]
fn a_page_that_the_search_should_not_find_is_seen() {
    let index = r#"JSON.parse('{"doc_urls":["a.html#x","stage01/hints.html#s1e1"],"index":{}}')"#;
    let site = site_of(&[("searchindex-1f.js", index)]);
    assert_eq!(found_by_search(site.path(), &["code/"]), [""; 0]);
    sees(
        &found_by_search(site.path(), &["hints.html"]),
        "the search finds stage01/hints.html",
    );
}

#[test]
fn another_template_of_mdbook_is_seen() {
    let problem = theme::changed("{{#if next}}").expect_err("it is not mdBook's");
    assert!(
        problem.contains("has `{{#if previous}}` 0 times, not 2"),
        "{problem}"
    );
}
