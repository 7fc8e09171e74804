//! Printing: a reader that has gone, or a full disk, changes no exit code and leaves nothing behind.
#![cfg(unix)]

mod http_support;

use http_support::*;
use std::{
    fs::{self, File},
    io::{PipeWriter, Read, Write, pipe},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};
use tempfile::TempDir;
use testkit::within;

/// Where the lines go.
const SINKS: [&str; 5] = ["closed", "full", "out gone", "err gone", "both gone"];

fn into(sink: &str, mut command: Command) -> Command {
    let gone = || Stdio::from(pipe().expect("a pipe").1);
    let full = || Stdio::from(File::create("/dev/full").expect("it is there"));
    match sink {
        "full" if Path::new("/dev/full").exists() => command.stdout(full()).stderr(full()),
        "out gone" => command.stdout(gone()),
        "err gone" => command.stderr(gone()),
        "closed" => return closed(&command),
        _ => command.stdout(gone()).stderr(gone()),
    };
    command
}

/// The same, without standard output and standard error.
fn closed(command: &Command) -> Command {
    let mut closed = Command::new("sh");
    closed
        .args(["-c", "exec \"$0\" \"$@\" >&- 2>&-"])
        .arg(command.get_program())
        .args(command.get_args())
        .stdin(Stdio::null());
    closed
}

/// Some files that are there, one that is not, and one whose end does not come.
fn server() -> SocketAddr {
    hostile(|path, mut client| match path {
        "/missing" => {
            let _ = client.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        }
        "/cut" => {
            let _ = client.write_all(format!("{OK}Content-Length: 9\r\n\r\nhalf").as_bytes());
        }
        _ => send(client, b"whole"),
    })
}

fn arguments(address: SocketAddr) -> Vec<(Vec<String>, i32)> {
    let url = |path: &str| format!("http://{address}/{path}");
    let get = |path: &[&str]| -> Vec<String> {
        let urls = path.iter().map(|path| url(path));
        ["get", "--retries", "0", "--out", "out"]
            .map(str::to_owned)
            .into_iter()
            .chain(urls)
            .collect()
    };
    let words = |words: &str| words.split(' ').map(str::to_owned).collect::<Vec<_>>();
    vec![
        (Vec::new(), 0),
        (words("--help"), 0),
        (words("--version"), 0),
        (words("help get"), 0),
        (words("serve --help"), 0),
        (words("got"), 2),
        (words("get"), 2),
        (words("get https://x/"), 2),
        (words("serve --dir /nowhere"), 1),
        (words("get http://x/ --out /dev/null/x"), 1),
        (get(&["a"]), 0),
        (get(&["missing"]), 1),
        (get(&["cut", "a", "missing", "b", "cut"]), 1),
    ]
}

#[test]
fn no_program_panics_where_nothing_can_be_printed() {
    let address = server();
    for (arguments, code) in arguments(address) {
        for sink in SINKS {
            let scratch = tempfile::tempdir().expect("a folder");
            let words: Vec<_> = arguments.iter().map(String::as_str).collect();
            let mut command = into(sink, program(&words));
            command.current_dir(&scratch).env("TMPDIR", scratch.path());
            let output = within(LIMIT, "the end of the program", move || {
                command.output().expect("it starts")
            });
            let said = text(&output.stderr);
            assert_eq!(
                output.status.code(),
                Some(code),
                "{words:?}, {sink}: {said}"
            );
            assert!(!said.contains("panicked"), "{words:?}, {sink}: {said}");
            nothing_is_left(&scratch);
        }
    }
}

/// Only whole files, and no temporary folder.
fn nothing_is_left(scratch: &TempDir) {
    for name in names(scratch.path()) {
        assert_eq!(name, "out", "it was left");
        for name in names(&scratch.path().join("out")) {
            assert!(["a", "b"].contains(&name.as_str()), "{name} was left");
        }
    }
}

#[test]
fn serve_goes_on_without_a_reader_and_ends_as_ever() {
    for sink in ["out", "err", "both"] {
        let (_outer, served) = folder();
        let mut serving = Serving::start(&served, &[]);
        let child = serving.child.as_mut().expect("it runs");
        if sink != "err" {
            drop(child.stdout.take());
        }
        if sink != "out" {
            drop(child.stderr.take());
        }
        for path in ["/a.txt", "/missing", "/"] {
            serving.request("GET", path);
        }
        let child = serving.child.take().expect("it runs");
        interrupt(&child);
        let output = end(child);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{sink}: {}",
            text(&output.stderr)
        );
        assert!(!text(&output.stderr).contains("panicked"));
    }
}

#[test]
fn a_log_that_is_not_read_holds_up_no_client_and_no_end() {
    within(LIMIT, "the server", || {
        let (_outer, served) = folder();
        let mut serving = Serving::start(&served, &[]);
        let mut client = serving.connect();
        let long = "x".repeat(1000);
        for _ in 0..2000 {
            let request = format!("GET /{long} HTTP/1.1\r\nHost: x\r\n\r\n");
            client.write_all(request.as_bytes()).expect("it is taken");
            answer(&client);
        }
        let mut child = serving.child.take().expect("it runs");
        interrupt(&child);
        child.wait().expect("it ends, with the pipe still full");
        let mut said = Vec::new();
        let mut stderr = child.stderr.take().expect("it is piped");
        stderr.read_to_end(&mut said).expect("what there is");
        assert!(said.len() > 10_000, "it logged {} bytes", said.len());
    });
}

/// Writes until there is no room.
fn fill(mut pipe: &PipeWriter) {
    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
    let flags = fcntl_getfl(pipe).expect("flags");
    fcntl_setfl(pipe, flags | OFlags::NONBLOCK).expect("an option");
    while pipe.write(b"x").is_ok() {}
    fcntl_setfl(pipe, flags).expect("an option");
}

/// Asks it to stop until it does, and returns its exit code.
fn stopped(mut child: Child) -> Option<i32> {
    within(LIMIT, "the end of the program", move || {
        loop {
            if let Some(status) = child.try_wait().expect("it is ours") {
                return status.code();
            }
            signal(&child, "TERM");
            thread::sleep(Duration::from_millis(20)); // two at the same time are one
        }
    })
}

#[test]
fn get_can_be_stopped_where_its_lines_are_not_read() {
    let url = format!("http://{}/a", server());
    for both in [false, true] {
        let scratch = tempfile::tempdir().expect("a folder");
        let (_unread, full) = pipe().expect("a pipe");
        fill(&full);
        let mut command = program(&["get", &url, &url]);
        command.current_dir(&scratch);
        if both {
            command.stderr(full.try_clone().expect("a handle"));
        }
        let child = command.stdout(full).spawn().expect("it starts");
        let folder = scratch.path().to_owned();
        within(LIMIT, "two files", move || {
            while names(&folder) != ["a", "a-2"] {
                thread::sleep(Duration::from_millis(1));
            }
        });
        assert_eq!(stopped(child), Some(1), "both: {both}");
        assert_eq!(names(scratch.path()), ["a", "a-2"]);
    }
}

#[test]
fn serve_can_be_stopped_where_its_lines_are_not_read() {
    let (_outer, served) = folder();
    let (mut unread, full) = pipe().expect("a pipe");
    let mut command = program(&["serve", "--port", "0"]);
    command.current_dir(&served);
    command.stdout(full.try_clone().expect("a handle"));
    command.stderr(full.try_clone().expect("a handle"));
    let child = command.spawn().expect("it starts");
    unread.read_exact(&mut [0; 20]).expect("its first line");
    fill(&full);
    assert_eq!(stopped(child), Some(0));
}

#[test]
fn each_request_is_logged_in_a_line() {
    let (_outer, served) = folder();
    let mut serving = Serving::start(&served, &[]);
    for (method, path) in [
        ("GET", "/a.txt"),
        ("HEAD", "/missing?q"),
        ("POST", "/"),
        ("GET", "http://x/absolute"),
        ("GET", "/\u{9b}2J\u{e9}"),
    ] {
        serving.request(method, path);
    }
    let child = serving.child.take().expect("it runs");
    interrupt(&child);
    let log = text(&end(child).stderr);
    for (request, status) in [
        ("GET /a.txt", 200),
        ("HEAD /missing?q", 404),
        ("POST /", 405),
        ("GET /absolute", 404),
        ("GET /\\u{9b}2Jé", 404),
    ] {
        let end = format!(" 127.0.0.1 \"{request}\" {status}");
        let found = log.lines().find(|line| line.ends_with(&end));
        let line = found.unwrap_or_else(|| panic!("no line for {request}: {log}"));
        assert!(line.contains(" GMT "), "no time: {line}");
    }
    assert_eq!(fs::read_dir(&served).expect("a folder").count(), 3);
}
