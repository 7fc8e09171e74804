//! `serve`: what a path gets.

mod http_support;

use http_support::*;
use std::{
    fs::{self, File},
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// The answer on a connection that goes on.
fn get(client: &mut TcpStream, path: &str, fields: &str) -> Vec<u8> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\n{fields}\r\n");
    client.write_all(request.as_bytes()).expect("it is taken");
    answer(client)
}

fn status(answer: &[u8]) -> String {
    text(answer)[9..12].to_owned()
}

#[cfg(unix)]
#[test]
fn what_is_listed_can_be_fetched() {
    use std::os::unix::{fs::symlink, net::UnixListener};
    let (outer, served) = folder();
    for name in [
        "back\\slash",
        "per%20cent",
        "what?",
        "hash#",
        "quote\"<>'&",
        "line\nbreak",
        " space ",
        "name:with",
        "..dots",
        "…",
        "e\u{301}",
    ] {
        fs::write(served.join(name), "x").expect("a file");
    }
    symlink(outer.path().join("secret"), served.join("outside")).expect("a link");
    symlink(outer.path(), served.join("outside folder")).expect("a link");
    symlink("nowhere", served.join("broken")).expect("a link");
    symlink("loop", served.join("loop")).expect("a link");
    symlink(served.join("a.txt"), served.join("inside")).expect("a link");
    symlink("sub", served.join("inside folder")).expect("a link");
    let _socket = UnixListener::bind(served.join("socket")).expect("a socket");
    let made = std::process::Command::new("mkfifo")
        .arg(served.join("pipe"))
        .status();
    assert!(made.expect("mkfifo runs").success());

    let serving = Serving::start(&served, &[]);
    let listing = text(&serving.request("GET", "/"));
    let links: Vec<_> = listing
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    for link in &links {
        let answer = serving.request("GET", &format!("/{link}"));
        assert_eq!(status(&answer), "200", "{link}: {}", text(&answer));
    }
    assert!(links.contains(&"inside") && links.contains(&"inside%20folder/"));
    assert!(links.len() >= 15, "{links:?}");
    for path in ["/loop", "/broken", "/outside", "/pipe", "/socket"] {
        let answer = serving.request("GET", path);
        assert_eq!(status(&answer), "404", "{path}: {}", text(&answer));
    }
}

#[test]
fn a_redirect_keeps_the_query() {
    let (_outer, served) = folder();
    let serving = Serving::start(&served, &[]);
    for (path, location) in [
        ("/sub?x=1", "/sub/?x=1"),
        ("/sub?a=%2F&b", "/sub/?a=%2F&b"),
        ("/sub", "/sub/"),
    ] {
        let moved = text(&serving.request("GET", path));
        let line = format!("location: {location}\r\n");
        assert!(moved.contains(&line), "{path}: {moved}");
    }
}

#[test]
fn a_folder_shows_its_own_page() {
    let (_outer, served) = folder();
    fs::write(served.join("sub/index.html"), "<p>mine").expect("a file");
    fs::create_dir_all(served.join("other/index.html")).expect("a folder");
    let serving = Serving::start(&served, &[]);
    let page = text(&serving.request("GET", "/sub/"));
    assert!(page.ends_with("\r\n\r\n<p>mine"), "{page}");
    assert!(page.contains("content-type: text/html; charset=utf-8\r\n"));
    let head = text(&serving.request("HEAD", "/sub/"));
    assert!(head.contains("content-length: 7\r\n"), "{head}");
    let listing = text(&serving.request("GET", "/other/"));
    assert!(listing.contains("index.html/"), "{listing}");
}

/// Makes a file of this age.
fn touch(path: &Path, time: SystemTime) {
    let file = File::create(path).expect("a file");
    file.set_modified(time).expect("a time");
}

#[test]
fn what_the_client_has_already_is_not_sent_again() {
    let (_outer, served) = folder();
    touch(
        &served.join("old"),
        UNIX_EPOCH + Duration::from_millis(784_111_777_500),
    );
    let serving = Serving::start(&served, &[]);
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    let first = text(&serving.request("GET", "/old"));
    assert!(
        first.contains(&format!("last-modified: {date}\r\n")),
        "{first}"
    );
    let mut client = serving.connect();
    for (field, expected) in [
        (format!("If-Modified-Since: {date}"), "304"),
        (
            "If-Modified-Since: Sun, 06 Nov 1994 08:49:38 GMT".to_owned(),
            "304",
        ),
        (
            "If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT".to_owned(),
            "304",
        ),
        (
            "If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT".to_owned(),
            "200",
        ),
        ("If-Modified-Since: yesterday".to_owned(), "200"),
        (
            format!("If-None-Match: \"x\"\r\nIf-Modified-Since: {date}"),
            "200",
        ),
    ] {
        let request =
            format!("GET /old HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{field}\r\n\r\n");
        let answer = serving.ask(request.as_bytes());
        assert_eq!(status(&answer), expected, "{field}: {}", text(&answer));
        assert!(
            text(&answer).ends_with("\r\n\r\n"),
            "no body: the file is empty"
        );
    }
    // The connection goes on after it.
    let fields = format!("If-Modified-Since: {date}\r\n");
    client
        .write_all(format!("GET /old HTTP/1.1\r\nHost: x\r\n{fields}\r\n").as_bytes())
        .expect("it is taken");
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        client.read_exact(&mut byte).expect("a head");
        head.extend(byte);
    }
    assert!(text(&get(&mut client, "/a.txt", "")).ends_with("a text"));
}

#[test]
fn a_time_that_http_cannot_say_hurts_no_answer() {
    let (_outer, served) = folder();
    let year = Duration::from_secs(366 * 24 * 3600);
    touch(&served.join("past"), UNIX_EPOCH - year);
    touch(&served.join("future"), SystemTime::now() + year);
    touch(&served.join("far"), UNIX_EPOCH + 400 * year);
    let serving = Serving::start(&served, &[]);
    for path in ["/past", "/future", "/far"] {
        let answer = text(&serving.request("GET", path));
        assert!(answer.starts_with("HTTP/1.1 200 "), "{path}: {answer}");
        assert!(!answer.contains("last-modified"), "{path}: {answer}");
    }
}

#[test]
fn browsers_are_told_what_a_file_is() {
    let (_outer, served) = folder();
    let files = [
        ("a.html", "text/html; charset=utf-8"),
        ("a.TXT", "text/plain; charset=utf-8"),
        ("a.md", "text/plain; charset=utf-8"),
        ("a.rs", "text/plain; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.json", "application/json"),
        ("a.svg", "image/svg+xml"),
        ("a.webp", "image/webp"),
        ("a.woff2", "font/woff2"),
        ("a.wasm", "application/wasm"),
        ("a", "application/octet-stream"),
    ];
    for (name, _) in files {
        fs::write(served.join(name), "x").expect("a file");
    }
    let serving = Serving::start(&served, &[]);
    for (name, kind) in files {
        let head = text(&serving.request("HEAD", &format!("/{name}")));
        assert!(
            head.contains(&format!("content-type: {kind}\r\n")),
            "{head}"
        );
    }
}

#[test]
fn a_body_that_nothing_wants_does_not_end_the_connection() {
    let (_outer, served) = folder();
    let serving = Serving::start(&served, &[]);
    let mut client = serving.connect();
    let bodies = [
        format!("Content-Length: 5000\r\n\r\n{}", "x".repeat(5000)),
        format!(
            "Transfer-Encoding: chunked\r\n\r\n1388\r\n{}\r\n0\r\n\r\n",
            "x".repeat(5000)
        ),
    ];
    for (method, path, expected) in [
        ("POST", "/a.txt", "405"),
        ("PUT", "/new", "405"),
        ("GET", "/a.txt", "200"),
        ("GET", "/missing", "404"),
    ] {
        for body in &bodies {
            let request = format!("{method} {path} HTTP/1.1\r\nHost: x\r\n{body}");
            for part in request.as_bytes().chunks(1000) {
                client.write_all(part).expect("it is taken");
                std::thread::sleep(Duration::from_millis(5)); // as from far away
            }
            let answer = answer(&client);
            assert_eq!(status(&answer), expected, "{}", text(&answer));
            assert!(!text(&answer).contains("connection: close"), "it is kept");
        }
    }
    assert!(text(&get(&mut client, "/a.txt", "")).ends_with("a text"));
}

#[test]
fn a_body_that_is_too_long_ends_the_connection_and_the_answer_says_so() {
    const LONG: usize = 8 << 20;
    let (_outer, served) = folder();
    let serving = Serving::start(&served, &[]);
    let chunk = format!("{LONG:x}\r\n{}\r\n0\r\n\r\n", "x".repeat(LONG));
    for body in [
        format!("Content-Length: {LONG}\r\n\r\n{}", "x".repeat(LONG)),
        format!("Transfer-Encoding: chunked\r\n\r\n{chunk}"),
    ] {
        let request = format!("POST /a.txt HTTP/1.1\r\nHost: x\r\n{body}");
        let answer = text(&serving.ask(request.as_bytes())); // which sends all of it
        assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
        assert!(answer.contains("connection: close\r\n"), "{answer}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn it_listens_where_it_is_told_to() {
    let (_outer, served) = folder();
    let serving = Serving::start(&served, &["--bind", "127.0.0.2"]);
    assert_eq!(serving.address.ip().to_string(), "127.0.0.2");
    assert!(text(&serving.request("GET", "/a.txt")).ends_with("a text"));
    let elsewhere = (std::net::Ipv4Addr::LOCALHOST, serving.address.port());
    TcpStream::connect(elsewhere).expect_err("it listens there, too");
}
