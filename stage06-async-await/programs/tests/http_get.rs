//! `get`: what is there is whole, what is not is named.

mod http_support;

use http_support::*;
use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    sync::atomic::{AtomicU32, Ordering::SeqCst},
    thread,
    time::Duration,
};

/// Bytes that say whose they are.
fn content(path: &str) -> Vec<u8> {
    let number: usize = path
        .trim_matches(|c: char| !c.is_numeric())
        .parse()
        .unwrap_or(0);
    let line = format!("this is {path}\n");
    line.repeat(50 + 400 * number).into_bytes()
}

fn get(folder: &Path, options: &[&str], urls: &[String]) -> std::process::Output {
    let out = folder.to_str().expect("a name in Unicode");
    let mut arguments = vec!["get", "--out", out];
    arguments.extend(options);
    arguments.extend(urls.iter().map(String::as_str));
    run(&arguments)
}

/// By the last digit of the number: late, reset midway, cut short, or as it should be.
fn unreliable(path: &str, mut client: TcpStream) {
    let body = content(path);
    let head = format!("{OK}Content-Length: {}\r\n\r\n", body.len());
    let half = body.len() / 2;
    match path.trim_end_matches(".txt").chars().last() {
        Some('3') => {
            thread::sleep(Duration::from_millis(300));
            send(client, &body);
        }
        Some('5') => {
            let _ = client.write_all(head.as_bytes());
            let _ = client.write_all(&body[..half]);
            reset(client);
        }
        Some('7') => {
            let _ = client.write_all(head.as_bytes());
            let _ = client.write_all(&body[..half]);
        }
        _ => send(client, &body),
    }
}

#[test]
fn what_fails_is_named_and_the_rest_is_whole() {
    let address = hostile(unreliable);
    let folder = tempfile::tempdir().expect("a folder");
    let urls: Vec<_> = (0..40)
        .map(|n| format!("http://{address}/{n}.txt"))
        .collect();
    let output = get(folder.path(), &["--jobs", "16", "--retries", "1"], &urls);
    let (said, failed) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("32 of 40 saved"), "{said}");
    for n in 0..40 {
        let (name, bad) = (format!("{n}.txt"), n % 10 == 5 || n % 10 == 7);
        let complaint = format!("failed: http://{address}/{name}: ");
        assert_eq!(failed.contains(&complaint), bad, "{name}: {failed}");
        match fs::read(folder.path().join(&name)) {
            Ok(bytes) => assert!(bytes == content(&format!("/{name}")), "{name}"),
            Err(_) => assert!(bad, "{name}"),
        }
    }
    assert_eq!(names(folder.path()).len(), 32, "nothing but whole files");
}

#[test]
fn another_attempt_may_succeed() {
    static ATTEMPTS: AtomicU32 = AtomicU32::new(0);
    let address = hostile(|_, mut client| match ATTEMPTS.fetch_add(1, SeqCst) {
        0 => reset(client),
        1 => drop(client.write_all(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")),
        2 => drop(client.write_all(format!("{OK}Content-Length: 9\r\n\r\nhalf").as_bytes())),
        _ => send(client, b"the whole"),
    });
    let folder = tempfile::tempdir().expect("a folder");
    let output = get(folder.path(), &[], &[format!("http://{address}/a")]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(ATTEMPTS.load(SeqCst), 4);
    assert_eq!(
        fs::read(folder.path().join("a")).expect("a file"),
        b"the whole"
    );
}

#[test]
fn redirects_are_followed_but_not_for_ever() {
    let address = hostile(|path, mut client| {
        let location = match path {
            "/start" => "some/where/../else",
            "/some/else" => "/file?x=1",
            "/loop" => "/loop",
            "/accent" => "/caf\u{e9}",
            "/space" => "/a b?c d",
            "/tls" => "https://localhost/",
            _ => return send(client, b"found"),
        };
        let answer =
            format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
        let _ = client.write_all(answer.as_bytes());
    });
    let folder = tempfile::tempdir().expect("a folder");
    let urls =
        ["start", "loop", "tls", "accent", "space"].map(|path| format!("http://{address}/{path}"));
    let output = get(folder.path(), &[], &urls);
    let failed = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(failed.contains("/loop: more than 10 redirects"), "{failed}");
    assert!(failed.contains("https needs TLS"), "{failed}");
    assert_eq!(names(folder.path()), ["a_b", "café", "file"]);
}

#[test]
fn what_goes_over_the_wire_is_encoded() {
    use std::sync::mpsc::channel;
    let (asked, paths) = channel();
    let address = hostile(move |path, client| {
        let _ = asked.send(path.to_owned());
        send(client, b"x");
    });
    let folder = tempfile::tempdir().expect("a folder");
    for (path, sent) in [
        ("caf\u{e9}.txt", "/caf%C3%A9.txt"),
        ("a b", "/a%20b"),
        ("a%20b", "/a%20b"),
        ("x?caf\u{e9} 1", "/x?caf%C3%A9%201"),
        ("x#y", "/x"),
        ("a/../b/./c", "/b/c"),
        ("\"<>`{}", "/%22%3C%3E%60%7B%7D"),
    ] {
        let url = format!("http://{address}/{path}");
        let output = get(folder.path(), &[], &[url]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        let path = paths.recv_timeout(LIMIT).expect("a request");
        assert_eq!(path, sent);
    }
}

#[test]
fn no_file_is_larger_than_the_limit() {
    let address = hostile(|path, mut client| match path {
        "/said" => send(client, &[0; 1001]),
        "/unsaid" => {
            let _ = client.write_all(OK.as_bytes());
            let _ = client.write_all(b"Connection: close\r\n\r\n");
            while client.write_all(&[0; 100]).is_ok() {}
        }
        _ => send(client, &[0; 1000]),
    });
    let folder = tempfile::tempdir().expect("a folder");
    let urls = ["said", "unsaid", "fits"].map(|path| format!("http://{address}/{path}"));
    let output = get(folder.path(), &["--max-size", "1000"], &urls);
    let failed = text(&output.stderr);
    assert_eq!(
        failed.matches("it is larger than 1000 bytes").count(),
        2,
        "{failed}"
    );
    assert_eq!(names(folder.path()), ["fits"]);
}

#[test]
fn a_silent_server_is_not_waited_for() {
    let address = hostile(|_, mut client| {
        let _ = client.write_all(format!("{OK}Content-Length: 9\r\n\r\nhalf").as_bytes());
        let _ = client.read(&mut [0]); // until the other end gives up
    });
    let folder = tempfile::tempdir().expect("a folder");
    let options = ["--timeout", "0.2", "--retries", "0"];
    let output = get(folder.path(), &options, &[format!("http://{address}/a")]);
    let failed = text(&output.stderr);
    assert!(
        failed.contains("the server was silent for 200ms"),
        "{failed}"
    );
    assert!(names(folder.path()).is_empty());
}

#[test]
fn names_neither_collide_nor_leave_the_folder() {
    let address = hostile(|path, client| send(client, path.as_bytes()));
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).expect("a folder");
    fs::write(inner.join("a.txt"), "mine").expect("a file");
    let paths = [
        "/a.txt",
        "/x/a.txt",
        "/y/a.txt?q",
        "/..%2f..%2fevil",
        "/%2e%2e",
        "/.hidden",
        "/",
    ];
    let urls = paths.map(|path| format!("http://{address}{path}"));
    let output = get(&inner, &[], &urls);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let expected = [
        "_.._evil",
        "a-2.txt",
        "a-3.txt",
        "a-4.txt",
        "a.txt",
        "hidden",
        "index-2.html",
        "index.html",
    ];
    assert_eq!(names(&inner), expected);
    assert_eq!(names(folder.path()), ["inner"]);
    assert_eq!(fs::read(inner.join("a.txt")).expect("a file"), b"mine");
}

#[cfg(unix)]
#[test]
fn ctrl_c_and_its_like_leave_only_whole_files() {
    ending_signals().for_each(stopped_by);
}

#[cfg(unix)]
fn stopped_by(name: &str) {
    use std::sync::mpsc::channel;
    let (asked, slow_ones) = channel();
    let address = hostile(move |path, mut client| {
        let body = content(path);
        if !path.starts_with("/slow") {
            return send(client, &body);
        }
        let head = format!("{OK}Content-Length: {}\r\n\r\n", body.len());
        let _ = client.write_all(head.as_bytes());
        let _ = client.write_all(&body[..body.len() / 2]);
        let _ = asked.send(());
        let _ = client.read(&mut [0]); // until the other end gives up
    });
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().to_str().expect("a name in Unicode");
    let mut command = program(&["get", "--jobs", "4", "--out", out]);
    for n in 0..20 {
        let speed = if n % 3 == 2 { "slow" } else { "fast" };
        command.arg(format!("http://{address}/{speed}{n}.txt"));
    }
    let child = command.spawn().expect("it starts");
    // Four slow ones are under way: nothing else will come.
    (0..4).for_each(|_| slow_ones.recv_timeout(LIMIT).expect("a request"));
    signal(&child, name);
    let output = end(child);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("stopped: 8 of 20 saved"), "{said}");
    assert!(
        said.contains("each of them whole; 12 not downloaded"),
        "{said}"
    );
    let names = names(folder.path());
    assert_eq!(names.len(), 8, "{names:?}");
    for name in names {
        let bytes = fs::read(folder.path().join(&name)).expect("a file");
        assert!(bytes == content(&format!("/{name}")), "{name}");
    }
}
