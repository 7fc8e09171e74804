//! Words, minutes and routes.

use crate::sees;
use book::{
    hours::{Cost, costs, told, too_long, words},
    page::{Page, root},
};

const SUMMARY: &str = "[Start](start.md)\n\n# Stage 1\n\n- [A](stage01/a.md)\n- [B (deep dive)](stage01/b.md)\n\n---\n\n[Words](words.md)\n";

const TABLE: &str = "\
| `s1e1` | [a](code/stage01.md#x): one | 10 | [A](stage01/a.md) |
| `s1e2` | [b](code/stage01.md#y) (optional) | 20 | [A](stage01/a.md) |
| `s1e3` | [c](code/stage01.md#z) | 40 | [A](stage01/a.md#there) |
| `s1e4` | [d](code/stage01.md#d) (deep dive) | 80 | [A](stage01/a.md) |
| `s1e5` | [e](code/stage01.md#e) (deep dive) | 70 | [B](stage01/b.md) |
";

fn all() -> Vec<Cost> {
    let page = |name: &str, words: usize| Page {
        path: root().join("book/src").join(name),
        text: format!("{}\n\n```rs\nnot counted\n```\n", "word ".repeat(words)),
    };
    costs(
        SUMMARY,
        TABLE,
        &[
            page("start.md", 100),
            page("stage01/a.md", 1900),
            page("stage01/b.md", 600),
        ],
    )
}

#[test]
fn prose_is_counted_and_code_is_not() {
    assert_eq!(
        words("# One two\n\nThree `four` **five**six.\n\n```text\nno\n```\n"),
        5
    );
    assert_eq!(words("| a b | c |\n|---|---|\n| d | e |\n"), 5);
    assert_eq!(words("One.\n\n{{#include x.html}}\n\n<!-- no -->\n"), 1);
}

#[test]
fn a_page_costs_its_words_and_its_exercises() {
    let cost = |page: &str, words, exercises, deep| Cost {
        page: page.into(),
        words,
        exercises,
        deep,
    };
    let expected = [
        cost("start.md", 100, 0, false),
        cost("stage01/a.md", 1900, 50, false),
        cost("stage01/b.md", 600, 70, true),
    ];
    assert_eq!(all(), expected);
}

#[test]
fn a_core_path_that_is_too_long_is_seen() {
    assert_eq!(too_long(&all(), 2000, 1), [""; 0]);
    sees(
        &too_long(&all(), 1999, 1),
        "has 2000 words, and may have 1999",
    );
    let longer = [all(), all()].concat();
    sees(
        &too_long(&longer, 5000, 1),
        "takes 120 minutes, 100 of them for exercises, and may take 60",
    );
}

#[test]
fn the_introduction_tells_the_hours_of_its_routes() {
    let written = |route: &str| {
        format!(
            "<!-- route: {route} -->\n### From C: about 99 hours\n\n<!-- hours -->\n| old |\n\nEnd.\n"
        )
    };
    let told = |route: &str| told(&written(route), &all());
    let core = told("core").expect("the pages are there");
    assert!(
        core.contains("### From C: about 1 hours\n"),
        "60 minutes: {core}"
    );
    assert!(core.contains("| 1 | 0:10 | 0:50 | 1:00 |\n"), "{core}");
    assert!(
        core.ends_with("| all | 0:10 | 0:50 | 1:00 |\n\nEnd.\n"),
        "{core}"
    );
    let deep = told("stage01 deep").expect("the pages are there");
    assert!(deep.contains("about 2 hours"), "132 minutes: {deep}");
    let gone = told("stage07").expect_err("there is no such stage");
    assert!(
        gone.contains("names stage07, which is no page or stage"),
        "{gone}"
    );
}
