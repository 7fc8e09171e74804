//! `get` on a terminal.
#![cfg(target_os = "linux")]

mod http_support;

use http_support::*;
use std::{io::Write, process::Command, process::Stdio, thread, time::Duration};
use testkit::within;

/// On a terminal of 60 columns each download has a bar that can be told from the others, with its rate; and with the
/// time that is left, where that is known.
#[test]
fn bars_can_be_told_from_one_another() {
    let address = hostile(|path, mut client| {
        let length = match path.contains("known") {
            true => "Content-Length: 400000\r\n",
            false => "",
        };
        let _ = client.write_all(format!("{OK}{length}\r\n").as_bytes());
        for _ in 0..20 {
            let _ = client.write_all(&[0; 20_000]);
            thread::sleep(Duration::from_millis(50)); // its pace: there is something to be seen
        }
    });
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().to_str().expect("a name in Unicode");
    let long = "a/very/long/way/to/the/file";
    let urls = ["known-1.txt", "known-2.txt", "other-3.txt"];
    let urls = urls.map(|name| format!("http://{address}/{long}/{name}"));
    let script = format!(
        "stty cols 60 rows 24; exec {} get --out {out} {}",
        env!("CARGO_BIN_EXE_programs"),
        urls.join(" ")
    );
    let mut command = Command::new("script");
    command
        .args(["-qec", &script, "/dev/null"])
        .env("TERM", "xterm")
        .stdin(Stdio::null());
    let output = within(LIMIT, "the downloads", move || {
        command.output().expect("script(1) runs")
    });
    let screen = text(&output.stdout);
    // A bar begins with its number, and is as wide as the screen.
    let bars = screen.split("/3 ").skip(1);
    let lines: Vec<String> = bars.map(|bar| bar.chars().take(56).collect()).collect();
    for name in ["known-1.txt", "known-2.txt", "other-3.txt"] {
        let bars = lines
            .iter()
            .filter(|line| line.starts_with(name) && line.contains("/s"));
        let timed = bars.clone().filter(|line| line.trim_end().ends_with('s'));
        let timed = timed.filter(|line| !line.trim_end().ends_with("/s"));
        assert!(bars.count() > 2, "no rate for {name}: {screen:?}");
        assert_eq!(
            timed.count() > 2,
            name.contains("known"),
            "{name}: {screen:?}"
        );
    }
    let full = lines
        .iter()
        .any(|line| line.contains("other-3") && line.contains('█'));
    assert!(!full, "a bar that has no end: {screen:?}");
}
