//! The command line: exit codes and sentences.

mod http_support;

use http_support::*;
use std::{fs, net::TcpListener};

/// The one line on standard error, and the exit code.
fn complaint(arguments: &[&str]) -> (String, Option<i32>) {
    let output = run(arguments);
    let said = text(&output.stderr);
    assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
    (said, output.status.code())
}

#[test]
fn bad_arguments_are_refused_in_a_sentence() {
    for (arguments, words) in [
        (&["got"][..], "unrecognized subcommand 'got'"),
        (&["get"], "required arguments were not provided: <URL>"),
        (&["get", "https://localhost/"], "https needs TLS"),
        (&["get", "ftp://localhost/"], "begins with http://"),
        (&["get", "localhost"], "begins with http://"),
        (&["get", "localhost:8110/x"], "begins with http://"),
        (&["get", "file:///x"], "begins with http://"),
        (&["get", "/x"], "begins with http://"),
        (&["get", ""], "begins with http://"),
        (&["get", "http://localhost:99999/"], "invalid port number"),
        (&["get", "http://local host/"], "domain"),
        (&["get", "http://"], "http://"),
        (
            &["get", "http://me:pw@localhost/"],
            "names and passwords are not sent",
        ),
        (&["get", "http://localhost/", "--jobs", "0"], "--jobs"),
        (
            &["get", "http://localhost/", "--timeout", "0"],
            "more than nothing",
        ),
        (
            &["get", "http://localhost/", "--timeout", "soon"],
            "not a number of seconds",
        ),
        (
            &["get", "http://localhost/", "--retries", "-1"],
            "unexpected argument",
        ),
        (&["serve", "--port", "65536"], "--port"),
        (&["serve", "--connections", "0"], "--connections"),
        (&["serve", "here"], "unexpected argument 'here'"),
        (&["serve", "--bind", "here"], "--bind"),
    ] {
        let (said, code) = complaint(arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {said}");
        assert!(
            said.starts_with("error: ") && said.contains(words),
            "{said}"
        );
    }
}

#[test]
fn it_says_its_version() {
    let output = run(&["--version"]);
    let version = concat!("programs ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(text(&output.stdout), version);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn what_cannot_be_done_is_said_in_a_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    fs::write(&file, "").expect("a file");
    let file = file.to_str().expect("a name in Unicode");
    let inside = format!("{file}/inside");
    let nobody = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = nobody.local_addr().expect("an address");
    let port = address.port().to_string();
    for (arguments, words) in [
        (
            &["get", "http://localhost/", "--out", file][..],
            "cannot save files in",
        ),
        (
            &["get", "http://localhost/", "--out", &inside],
            "cannot save files in",
        ),
        (
            &["serve", "--port", "0", "--dir", file],
            "cannot serve the folder",
        ),
        (
            &["serve", "--port", "0", "--dir", &inside],
            "cannot serve the folder",
        ),
        (
            &["serve", "--port", &port, "--dir", "."],
            "cannot listen on",
        ),
    ] {
        let (said, code) = complaint(arguments);
        assert_eq!(code, Some(1), "{arguments:?}: {said}");
        assert!(
            said.starts_with("error: ") && said.contains(words),
            "{said}"
        );
    }

    let out = folder.path().to_str().expect("a name in Unicode");
    let url = format!("http://{address}/");
    drop(nobody);
    for url in [&url, "http://nobody.invalid/"] {
        let (said, code) = complaint(&["get", url, "--out", out, "--retries", "0"]);
        assert_eq!(code, Some(1), "{said}");
        let words = format!("failed: {url}: cannot connect");
        assert!(said.starts_with(&words), "{said}");
    }
}

#[test]
fn the_ten_downloads_end_in_one_sentence() {
    let output = run(&[]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    for line in [
        "one after another: 10 files saved",
        "at the same time:  10 files saved",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let (_, end) = said.rsplit_once("\n\n").expect("an empty line");
    let numbers: Vec<f64> = end
        .split(['≈', ' '])
        .filter_map(|word| word.parse().ok())
        .collect();
    assert_eq!(end.lines().count(), 1, "the sentence is alone: {said}");
    let [slow, fast, ratio] = numbers[..] else {
        panic!("two times and their ratio: {end}");
    };
    assert!((slow / fast - ratio).abs() < 1.0 && ratio > 2.0, "{end}");
    assert!(!said.contains('['), "no mark of another text: {said}");
    assert_eq!(
        text(&output.stderr),
        "",
        "no bars where there is no terminal"
    );
}
