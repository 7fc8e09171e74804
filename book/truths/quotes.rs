//! Curly quotes where Markdown makes none: in HTML, and in replays.

use crate::page::Page;
use regex::{Captures, Regex};

/// Returns words with curly quotes. They open after a space, a tag or a bracket, and close after a letter.
pub fn curled(words: &str) -> String {
    let mut before = ' ';
    let curl = |quote: char| {
        let opens = before.is_whitespace() || ['(', '>'].contains(&before);
        before = quote;
        match quote {
            '"' if opens => '\u{201c}',
            '"' => '\u{201d}',
            '\'' if opens => '\u{2018}',
            '\'' => '\u{2019}',
            other => other,
        }
    };
    words.chars().map(curl).collect()
}

/// Returns the lines of HTML whose words have straight quotes, unless they are to be blessed. Code keeps them.
pub fn straight(page: &Page) -> Vec<String> {
    let words = Regex::new(r"<code>.*?</code>|<[^>]*>|[^<]+").expect("a pattern");
    let mut problems = Vec::new();
    let mut text = page.text.clone();
    for (number, line) in (1..).zip(page.text.lines()) {
        if !["<details><summary>", "<summary>", "<figcaption>"]
            .iter()
            .any(|tag| line.starts_with(tag))
        {
            continue;
        }
        let curl = |part: &Captures<'_>| match part[0].starts_with('<') {
            true => part[0].to_string(),
            false => curled(&part[0]),
        };
        let curly = words.replace_all(line, curl);
        if curly != line {
            problems.push(format!(
                "{}: Markdown leaves the quotes of this line straight: {line}",
                page.at(number)
            ));
            text = text.replace(line, &curly);
        }
    }
    if page.bless(&text) {
        Vec::new()
    } else {
        problems
    }
}
