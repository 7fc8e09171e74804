//! `<predict-box>`: a question whose options answer when chosen.

use crate::page::{Page, read, root};
use regex::Regex;
use std::sync::LazyLock;

/// What is wrong with the predictions of a page.
///
/// Each has two to four options, which are `<details>`. Below its summary, the answer begins with "Yes" for one option, and with "No" for the
/// others. `proof` names what shows that the answer is right: a `cargo run` command of a console block on the page, or a test, as
/// `stage06-async-await/tests/wakes.rs:a_wake_during_the_poll_counts`.
pub fn problems(page: &Page) -> Vec<String> {
    static BOX: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?s)<predict-box(?: proof="([^"]*)")?>(.*?)</predict-box>"#)
            .expect("a pattern")
    });
    static OPTION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?s)<details><summary>(.*?)</summary>(.*?)</details>").expect("a pattern")
    });
    let mut problems = Vec::new();
    let mut found = 0;
    for one in BOX.captures_iter(&page.text) {
        found += 1;
        let line = 1 + page.text[..one.get(0).map_or(0, |all| all.start())]
            .matches('\n')
            .count();
        let mut wrong =
            |what: String| problems.push(format!("{}: the prediction {what}", page.at(line)));
        let options: Vec<_> = OPTION
            .captures_iter(&one[2])
            .map(|option| option.extract::<2>().1)
            .collect();
        if !(2..=4).contains(&options.len()) {
            wrong(format!("has {} options", options.len()));
        }
        let begins = |text: &str, word: &str| text.trim_start().starts_with(word);
        let right = options
            .iter()
            .filter(|[_, answer]| begins(answer, "Yes"))
            .count();
        let no = options
            .iter()
            .filter(|[_, answer]| begins(answer, "No"))
            .count();
        if right != 1 || right + no != options.len() {
            wrong("does not answer one option with Yes, and the others with No".into());
        }
        if options
            .iter()
            .any(|[summary, _]| begins(summary, "Yes") || begins(summary, "No"))
        {
            wrong("answers before an option is chosen".into());
        }
        match one.get(1) {
            Some(proof) if proves(page, proof.as_str()) => {}
            Some(proof) => wrong(format!("is not proved by `{}`", proof.as_str())),
            None => wrong("names no proof".into()),
        }
    }
    if page.text.matches("<predict-box").count() != found {
        problems.push(format!("{}: a prediction does not end", page.at(1)));
    }
    problems
}

/// Whether the page shows this command and its output, or there is such a test.
fn proves(page: &Page, proof: &str) -> bool {
    if proof.starts_with("cargo run") {
        let command = format!("$ {proof}");
        let mut consoles = page
            .blocks()
            .into_iter()
            .filter(|block| block.info.starts_with("console"));
        return consoles.any(|block| block.text.lines().any(|line| line == command));
    }
    let Some((file, test)) = proof.split_once(':') else {
        return false;
    };
    let file = root().join(file);
    file.is_file() && read(&file).contains(&format!("fn {test}("))
}
