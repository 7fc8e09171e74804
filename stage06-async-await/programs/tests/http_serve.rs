//! `serve`: it shows a folder and nothing else, and does not wait forever.

mod http_support;

use http_support::*;
use std::{
    fs,
    io::{Read, Write},
    time::{Duration, Instant},
};

#[test]
fn files_and_listings_are_served() {
    let (_outer, served) = folder();
    fs::write(served.join("large"), large()).expect("a file");
    let serving = Serving::start(&served, &[]);
    let file = text(&serving.request("GET", "/a.txt?query"));
    assert!(file.starts_with("HTTP/1.1 200 OK\r\n"), "{file}");
    assert!(
        file.contains("content-length: 6\r\n") && file.ends_with("\r\n\r\na text"),
        "{file}"
    );
    let listing = text(&serving.request("GET", "/"));
    let link = "<li><a href=\"b%20%26%20c%27s.html\">b &amp; c&#39;s.html</a></li>";
    assert!(
        listing.contains(link) && listing.contains("<a href=\"sub/\">sub/</a>"),
        "{listing}"
    );
    assert!(text(&serving.request("GET", "/b%20%26%20c%27s.html")).ends_with("\r\n\r\n<p>"));
    assert!(text(&serving.request("GET", "/sub/inner.txt")).ends_with("\r\n\r\ninside"));
    let moved = text(&serving.request("GET", "//sub"));
    assert!(
        moved.starts_with("HTTP/1.1 301 ") && moved.contains("location: /sub/\r\n"),
        "{moved}"
    );
    assert!(serving.request("GET", "/large").ends_with(&large()));
}

#[test]
fn a_head_has_no_body_and_other_methods_are_refused() {
    let (_outer, served) = folder();
    let serving = Serving::start(&served, &[]);
    for path in ["/a.txt", "/", "/nothing"] {
        let (head, get) = (serving.request("HEAD", path), serving.request("GET", path));
        let (head, get) = (text(&head), text(&get));
        assert!(head.ends_with("\r\n\r\n"), "{head}");
        let length = |answer: &str| {
            let line = answer
                .lines()
                .find(|line| line.starts_with("content-length"));
            line.map(str::to_owned)
        };
        assert!(length(&get).is_some(), "{get}");
        assert_eq!(length(&head), length(&get), "{path}");
    }
    let refused = text(&serving.request("DELETE", "/a.txt"));
    assert!(refused.starts_with("HTTP/1.1 405 ") && refused.contains("allow: GET, HEAD\r\n"));
}

#[test]
fn no_path_leaves_the_folder() {
    let (outer, served) = folder();
    let outer = outer.path();
    assert!(outer.join("secret").is_file());
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink(outer.join("secret"), served.join("link")).expect("a link");
        symlink(outer, served.join("links")).expect("a link");
        symlink(served.join("a.txt"), served.join("fine")).expect("a link");
    }
    let serving = Serving::start(&served, &[]);
    for path in [
        "/../secret",
        "/%2e%2e/secret",
        "/%2E%2E/secret",
        "/.%2e/secret",
        "/%2e./secret",
        "/..%2fsecret",
        "/..%2Fsecret",
        "/%2e%2e%2fsecret",
        "/..\\secret",
        "/..%5csecret",
        "/sub/../../secret",
        "/sub/%2e%2e/%2e%2e/secret",
        "/sub%2f..%2f..%2fsecret",
        "/%252e%252e/secret",
        "/..%00/secret",
        "/a.txt%00.html",
        "/%c0%ae%c0%ae/secret",
        "/..%c0%afsecret",
        "//../secret",
        "/./../secret",
        "/link",
        "/links/secret",
        "/links/",
        "/links",
        "http://x/../secret",
        "/%ff",
    ] {
        let answer = text(&serving.request("GET", path));
        assert!(answer.starts_with("HTTP/1.1 40"), "{path}: {answer}");
        assert!(!answer.contains("secret"), "{path}: {answer}");
    }
    if cfg!(unix) {
        assert!(text(&serving.request("GET", "/fine")).ends_with("a text"));
    }
    assert!(text(&serving.request("GET", "/a.txt")).ends_with("a text"));
}

#[test]
fn one_connection_answers_many_requests() {
    let (_outer, served) = folder();
    let serving = Serving::start(&served, &[]);
    let keep = "GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\n".repeat(99);
    let last = "GET /a.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let answers = text(&serving.ask((keep + last).as_bytes()));
    assert_eq!(answers.matches("\r\n\r\na text").count(), 100);
}

#[test]
fn heads_and_silence_have_a_limit() {
    let (_outer, served) = folder();
    let serving = Serving::start(&served, &["--header", "0.3", "--idle", "1"]);
    // A byte now and then keeps no connection open.
    let (begin, mut slow) = (Instant::now(), serving.connect());
    slow.write_all(b"GET / HTTP/1.1\r\nX: ").expect("it reads");
    slow.set_read_timeout(Some(Duration::from_millis(50)))
        .expect("a limit");
    while !matches!(slow.read(&mut [0; 100]), Ok(0)) {
        assert!(begin.elapsed() < LIMIT, "it is still open");
        if slow.write_all(b"x").is_err() {
            break;
        }
    }
    // One that says nothing at all, or stops after an answer, is closed too.
    let mut answer = Vec::new();
    let _ = serving.connect().read_to_end(&mut answer);
    assert!(answer.is_empty());
    let kept = text(&serving.ask(b"GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\n"));
    assert!(kept.ends_with("a text"), "{kept}");
    // And so is one that asks for much and takes nothing.
    fs::write(served.join("huge"), vec![0; 16_000_000]).expect("a file");
    let mut greedy = serving.connect();
    let request = b"GET /huge HTTP/1.1\r\nHost: x\r\n\r\n";
    greedy.write_all(request).expect("it reads");
    std::thread::sleep(Duration::from_millis(2500)); // longer than the limit: that is what is tested
    let mut taken = Vec::new();
    let _ = greedy.read_to_end(&mut taken);
    assert!(taken.len() < 16_000_000, "it was all sent");
}

#[test]
fn clients_above_the_limit_wait() {
    let (_outer, served) = folder();
    let serving = Serving::start(&served, &["--connections", "2"]);
    let first = serving.connect();
    let mut second = serving.connect();
    let mut third = serving.connect();
    let request = b"GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\n";
    let mut byte = [0];
    second.write_all(request).expect("it reads");
    second.read_exact(&mut byte).expect("an answer");
    third.write_all(request).expect("the system takes it");
    third
        .set_read_timeout(Some(Duration::from_millis(200)))
        .expect("a limit");
    assert!(third.read_exact(&mut byte).is_err(), "there was no place");
    drop(first);
    third.set_read_timeout(Some(LIMIT)).expect("a limit");
    third.read_exact(&mut byte).expect("an answer");
}
