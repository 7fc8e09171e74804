//! Curly quotes in the words of a replay.

use serde_json::{Value, json};

/// Gives the words of an event curly quotes, as Markdown does with those of a page. What is between backticks is code.
pub(super) fn curl(args: &mut Value) {
    let Some(args) = args.as_object_mut() else {
        return;
    };
    for (_, value) in args
        .iter_mut()
        .filter(|(key, _)| ["title", "say", "choice", "ending"].contains(&key.as_str()))
    {
        if let Some(words) = value.as_str() {
            let parts = words.split('`').enumerate();
            let parts: Vec<_> = parts
                .map(|(i, part)| {
                    if i % 2 == 0 {
                        curled(part)
                    } else {
                        part.into()
                    }
                })
                .collect();
            *value = json!(parts.join("`"));
        }
    }
}

fn curled(words: &str) -> String {
    let mut before = ' ';
    let curl = |quote: char| {
        let opens = before.is_whitespace() || before == '(';
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

#[cfg(test)]
mod tests {
    use super::curled;

    #[test]
    fn quotes_open_after_a_space_and_close_after_a_letter() {
        let curly = "\u{201c}Done\u{201d} is the task\u{2019}s word (\u{2018}so\u{2019}).";
        assert_eq!(curled("\"Done\" is the task's word ('so')."), curly);
    }
}
