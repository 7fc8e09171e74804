//! Predictions.

use crate::{page, sees};
use book::predictions;

const PROOF: &str = "proof=\"book/tests/planted/predictions.rs:a_good_prediction_is_no_problem\"";

fn problems(attribute: &str, options: &[(&str, &str)]) -> Vec<String> {
    let options = options.iter().map(|(summary, answer)| {
        format!("<details><summary>{summary}</summary>\n\n{answer}\n\n</details>\n")
    });
    let options: String = options.collect();
    let console = "```console\n$ cargo run -p stage01 --example pause\n```\n";
    predictions::problems(&page(&format!(
        "<predict-box {attribute}>\n\n**Predict.** What?\n\n{options}\n</predict-box>\n\n{console}"
    )))
}

const GOOD: &[(&str, &str)] = &[("This.", "Yes. So it is."), ("That.", "No, because.")];

#[test]
fn a_good_prediction_is_no_problem() {
    assert_eq!(problems(PROOF, GOOD), [""; 0]);
    assert_eq!(
        problems("proof=\"cargo run -p stage01 --example pause\"", GOOD),
        [""; 0]
    );
}

#[test]
fn a_prediction_that_nothing_proves_is_seen() {
    sees(
        &problems("proof=\"cargo run -p stage01\"", GOOD),
        "is not proved by `cargo run -p stage01`",
    );
    sees(
        &problems("proof=\"book/tests/planted/predictions.rs:gone\"", GOOD),
        "is not proved",
    );
    let without = "<predict-box>\n<details><summary>a</summary>\n\nYes\n</details><details><summary>b</summary>\n\nNo\n</details>\n</predict-box>\n";
    sees(&predictions::problems(&page(without)), "names no proof");
}

#[test]
fn answers_that_are_no_answers_are_seen() {
    sees(
        &problems(PROOF, &[("This.", "Yes."), ("That.", "Yes.")]),
        "one option with Yes",
    );
    sees(
        &problems(PROOF, &[("This.", "Yes."), ("That.", "Perhaps.")]),
        "one option with Yes",
    );
    sees(
        &problems(PROOF, &[("Yes, this.", "Yes."), ("That.", "No.")]),
        "before an option is chosen",
    );
    let five = [GOOD, &[("x", "No."); 3]].concat();
    sees(&problems(PROOF, &five), "has 5 options");
    sees(
        &predictions::problems(&page("<predict-box proof=\"x\">\n")),
        "does not end",
    );
}
