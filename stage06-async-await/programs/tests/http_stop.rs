//! `serve` at Ctrl-C: it finishes what it has begun, and then ends.
#![cfg(unix)]

mod http_support;

use http_support::*;
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
};
use testkit::within;

#[test]
fn ctrl_c_and_its_like_let_replies_finish() {
    ending_signals().for_each(stopped_by);
}

fn stopped_by(name: &str) {
    let (_outer, served) = folder();
    fs::write(served.join("huge"), large().repeat(5)).expect("a file");
    let mut serving = Serving::start(&served, &["--finish", "30"]);
    let mut reader = serving.connect();
    let request = b"GET /huge HTTP/1.1\r\nHost: x\r\n\r\n";
    reader.write_all(request).expect("it reads");
    let mut answer = vec![0; 1000];
    reader.read_exact(&mut answer).expect("it has begun");
    let mut idle = serving.connect(); // must not hold up the end
    idle.write_all(b"GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\n")
        .expect("it reads");
    idle.read_exact(&mut [0; 10]).expect("an answer");

    let child = serving.child.take().expect("it runs");
    signal(&child, name);
    idle.read_to_end(&mut Vec::new()).expect("an end");
    reader.read_to_end(&mut answer).expect("the rest");
    assert!(answer.ends_with(&large().repeat(5)));
    let output = end(child);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout), "stopped; 0 connections cut off\n");
}

#[test]
fn a_second_signal_ends_it_at_once_and_the_first_says_so() {
    for second in ending_signals() {
        let (_outer, served) = folder();
        fs::write(served.join("huge"), large().repeat(5)).expect("a file");
        let mut serving = Serving::start(&served, &["--finish", "300", "--idle", "300"]);
        let mut reader = serving.connect();
        let request = b"GET /huge HTTP/1.1\r\nHost: x\r\n\r\n";
        reader.write_all(request).expect("it reads");
        reader.read_exact(&mut [0; 1000]).expect("it has begun");
        let mut child = serving.child.take().expect("it runs");
        let mut lines = BufReader::new(child.stderr.take().expect("it is piped")).lines();
        signal(&child, "TERM");
        within(LIMIT, "a word on how to end it at once", move || {
            while !lines
                .next()
                .expect("a line")
                .expect("text")
                .contains("again to end at once")
            {}
        });
        signal(&child, second);
        let output = end(child);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(text(&output.stdout), "stopped; 1 connections cut off\n");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn hangups_that_are_ignored_stay_ignored() {
    let (_outer, served) = folder();
    let mut command = std::process::Command::new("nohup");
    command.args([env!("CARGO_BIN_EXE_programs"), "serve", "--port", "0"]);
    command
        .current_dir(&served)
        .stdin(std::process::Stdio::null());
    command.stdout(std::process::Stdio::piped());
    command.stderr(std::process::Stdio::piped());
    let mut serving = Serving::run(command);
    let child = serving.child.take().expect("it runs");
    for _ in 0..50 {
        signal(&child, "HUP"); // which takes longer than an end
        assert!(serving.request("GET", "/a.txt").ends_with(b"a text"));
    }
    signal(&child, "TERM");
    assert_eq!(end(child).status.code(), Some(0));
}

#[test]
fn ctrl_c_does_not_wait_for_ever() {
    let (_outer, served) = folder();
    fs::write(served.join("huge"), large().repeat(5)).expect("a file");
    let mut serving = Serving::start(&served, &["--finish", "0.3"]);
    let mut reader = serving.connect();
    let request = b"GET /huge HTTP/1.1\r\nHost: x\r\n\r\n";
    reader.write_all(request).expect("it reads");
    reader.read_exact(&mut [0; 1000]).expect("it has begun");
    let child = serving.child.take().expect("it runs");
    interrupt(&child);
    let output = end(child);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "stopped; 1 connections cut off\n");
}

#[test]
fn ctrl_c_cuts_off_only_who_does_not_read() {
    let (_outer, served) = folder();
    fs::write(served.join("huge"), large().repeat(5)).expect("a file");
    let mut serving = Serving::start(&served, &["--finish", "3"]);
    let mut readers = [(); 3].map(|()| serving.connect());
    for reader in &mut readers {
        let request = b"GET /huge HTTP/1.1\r\nHost: x\r\n\r\n";
        reader.write_all(request).expect("it reads");
        reader.read_exact(&mut [0]).expect("it has begun");
    }
    let child = serving.child.take().expect("it runs");
    interrupt(&child);
    let [mut lazy, diligent @ ..] = readers;
    for mut reader in diligent {
        let mut answer = b"H".to_vec();
        reader.read_to_end(&mut answer).expect("the rest");
        assert!(whole(&answer).1 == large().repeat(5), "other bytes");
    }
    let output = end(child);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "stopped; 1 connections cut off\n");
    let mut answer = Vec::new();
    let _ = lazy.read_to_end(&mut answer);
    assert!(answer.len() < 20_000_000, "it was all sent");
}

#[test]
fn ctrl_c_loses_no_request_that_has_been_sent() {
    let (_outer, served) = folder();
    for round in 1..=20 {
        let mut serving = Serving::start(&served, &[]);
        let request = b"GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\n";
        let clients = (0..5 * round).map(|_| {
            let mut client = serving.connect();
            client.write_all(request).expect("it is taken");
            client
        });
        let clients: Vec<_> = clients.collect(); // the last are still at the door
        let child = serving.child.take().expect("it runs");
        interrupt(&child);
        for mut client in clients {
            let mut answer = Vec::new();
            client.read_to_end(&mut answer).expect("an answer");
            assert!(answer.ends_with(b"a text"), "{}", text(&answer));
        }
        assert_eq!(end(child).status.code(), Some(0));
    }
}
