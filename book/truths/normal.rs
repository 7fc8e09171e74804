//! Outputs without what varies.

use regex::Regex;
use std::sync::LazyLock;

/// What varies from run to run, replaced: ports, the ids of threads, and every number behind `≈`.
pub fn normalised(text: &str) -> String {
    static PORT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"127\.0\.0\.1:[0-9]+").expect("a pattern"));
    static ABOUT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"≈ *[0-9]+([.,][0-9]+)*( ?(ns|µs|ms|s|KiB|MiB)(?-u:\b))?").expect("a pattern")
    });
    static THREAD: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(thread '[^']*' \(|ThreadId\()[0-9]+\)").expect("a pattern"));
    let lines: Vec<_> = text.trim_end().lines().map(str::trim_end).collect();
    let text = PORT
        .replace_all(&lines.join("\n"), "127.0.0.1:[PORT]")
        .into_owned();
    let text = THREAD.replace_all(&text, "${1}[ID])");
    ABOUT.replace_all(&text, "≈ [N]").into_owned()
}
