//! Quotes where Markdown makes no curly ones.

use crate::{page, sees};
use book::quotes::{curled, straight};

#[test]
fn quotes_open_after_a_space_and_close_after_a_letter() {
    let curly = "\u{201c}Done\u{201d} is the task\u{2019}s word (\u{2018}so\u{2019}).";
    assert_eq!(curled("\"Done\" is the task's word ('so')."), curly);
}

#[test]
fn a_straight_quote_in_html_is_seen_and_in_code_is_none() {
    let option = |words: &str| {
        page(&format!(
            "Stage 4's.\n\n<details><summary>{words}</summary>\n"
        ))
    };
    assert_eq!(
        straight(&option(
            "A. <code>'a'</code> <b class=\"x\">it\u{2019}s</b>"
        )),
        [""; 0]
    );
    sees(
        &straight(&option("A. It's.")),
        "leaves the quotes of this line straight",
    );
}
