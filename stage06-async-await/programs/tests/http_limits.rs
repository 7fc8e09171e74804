//! `serve` and clients that take their time: on every protocol, and before it is known.

mod http_support;

use http_support::*;
use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};
use testkit::within;

/// What each of these clients exceeds, and how long the server may take to notice.
const OPTIONS: [&str; 4] = ["--header", "0.6", "--idle", "0.5"];
const SOON: Duration = Duration::from_secs(4);

/// The pause between two steps of a client: so short that it is never silent for long.
const STEP: Duration = Duration::from_millis(20);

/// The same, where there are few bytes to send.
const SLOW: Duration = Duration::from_millis(200);

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const PING: u8 = 6;
const WINDOW_UPDATE: u8 = 8;

/// A frame of HTTP/2.
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let mut frame = u32::to_be_bytes(payload.len() as u32)[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}

/// The preface, and settings that leave the server no window.
fn preface() -> Vec<u8> {
    let no_window = [0, 4, 0, 0, 0, 0];
    [PREFACE.to_vec(), frame(4, 0, 0, &no_window)].concat()
}

/// The head of a GET, complete in one frame.
fn get(stream: u32, path: &str) -> Vec<u8> {
    let mut fields = vec![0x82, 0x86, 0x04, path.len() as u8];
    fields.extend(path.bytes());
    fields.extend([0x01, 1, b'x']);
    frame(1, 0b101, stream, &fields)
}

/// That the server ends the connection soon, although the client sends the next of these bytes every few milliseconds,
/// and takes all that comes.
fn is_ended(what: &str, begin: &[u8], steps: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    is_ended_at(STEP, what, begin, steps)
}

fn is_ended_at(
    pace: Duration,
    what: &str,
    begin: &[u8],
    steps: impl Iterator<Item = Vec<u8>>,
) -> Vec<u8> {
    let (_outer, served) = folder();
    fs::write(served.join("large"), large()).expect("a file");
    let serving = Serving::start(&served, &OPTIONS);
    let mut client = serving.connect();
    client.set_nodelay(true).expect("an option");
    client.write_all(begin).expect("it is taken");
    let reader = client.try_clone().expect("a handle");
    let answer = thread::spawn(move || until_the_end(reader));
    let begun = Instant::now();
    for step in steps {
        if answer.is_finished() || client.write_all(&step).is_err() {
            break;
        }
        assert!(begun.elapsed() < SOON, "{what}: it is still open");
        thread::sleep(pace); // that is what is tested
    }
    println!("{what}: ended after {:?}", begun.elapsed());
    within(SOON, "the end of the connection", || {
        answer.join().expect("no panic")
    })
}

fn until_the_end(mut client: TcpStream) -> Vec<u8> {
    let mut answer = Vec::new();
    let _ = client.read_to_end(&mut answer);
    answer
}

/// Byte by byte, then nothing.
fn bytes(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    let silence = std::iter::repeat(Vec::new());
    bytes.iter().map(|byte| vec![*byte]).chain(silence)
}

#[test]
fn the_first_line_has_a_limit_before_the_version_is_known() {
    let answer = is_ended_at(SLOW, "the preface", b"", bytes(&PREFACE[..23]));
    assert!(answer.is_empty());
    let line = [b"PRI * HTTP/1.1 ".as_slice(), &[b'x'; 1000]].concat();
    is_ended("a first line", b"", bytes(&line));
    is_ended("another first line", b"", bytes(&[b'G'; 1000]));
}

#[test]
fn a_head_of_http_1_has_a_limit() {
    let head = [b"GET / HTTP/1.1\r\nX: ".as_slice(), &[b'x'; 1000]].concat();
    is_ended("a head", b"", bytes(&head));
    let first = b"GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\n";
    let answer = is_ended("a second head", first, bytes(&head));
    assert!(text(&answer).ends_with("a text"), "{}", text(&answer));
}

#[test]
fn a_head_of_http_2_has_a_limit() {
    let head = get(1, &format!("/{}", "x".repeat(120)));
    is_ended_at(SLOW, "HEADERS", &preface(), bytes(&head[..head.len() - 1]));
    let opened = frame(1, 0b001, 1, &[0x82]); // more is to follow, in frames that never end the head
    let more = (0..).map(|_| frame(9, 0, 1, &[0x82]));
    is_ended("CONTINUATION", &[preface(), opened].concat(), more);
}

#[test]
fn pings_keep_no_connection_open() {
    is_ended(
        "PING",
        &preface(),
        (0..).map(|_| frame(PING, 0, 0, &[1; 8])),
    );
}

#[test]
fn pings_without_a_window_keep_no_connection_open() {
    for path in ["/a.txt", "/large", "/"] {
        let asked = [preface(), get(1, path)].concat();
        is_ended(path, &asked, (0..).map(|_| frame(PING, 0, 0, &[1; 8])));
    }
}

#[test]
fn an_answer_is_taken_at_a_minimum_rate() {
    let asked = [preface(), get(1, "/large")].concat();
    let window = (0..).map(|_| frame(WINDOW_UPDATE, 0, 1, &[0, 0, 0, 1]));
    is_ended("a byte at a time", &asked, window);
}

#[test]
fn a_body_that_is_not_wanted_has_a_limit() {
    let head = b"POST /a.txt HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n";
    let answer = text(&is_ended("a body", head, bytes(&[b'x'; 9999])));
    assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
    assert!(answer.contains("connection: close\r\n"), "{answer}");
}

/// Nor is a file that the system would take more of than its reader does in the time.
#[cfg(target_os = "linux")]
#[test]
fn a_steady_reader_is_not_cut_off() {
    let (_outer, served) = folder();
    fs::write(served.join("slow"), large().repeat(3)).expect("a file");
    let serving = Serving::start(&served, &["--header", "1", "--idle", "1"]);
    let mut client = serving.connect();
    let socket = socket2::SockRef::from(&client);
    socket.set_recv_buffer_size(16 * 1024).expect("an option");
    let asked = b"GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    client.write_all(asked).expect("it is taken");
    let (begun, mut answer) = (Instant::now(), Vec::new());
    while begun.elapsed() < Duration::from_secs(4) {
        let mut part = [0; 10_000];
        client.read_exact(&mut part).expect("it goes on");
        answer.extend(part);
        thread::sleep(STEP); // the client's pace
    }
    client.read_to_end(&mut answer).expect("the rest");
    assert!(whole(&answer).1 == large().repeat(3), "other bytes");
}

/// The counterpart: it takes longer than the time limits, but is faster than the minimum.
#[test]
fn a_slow_answer_is_not_cut_off() {
    let (_outer, served) = folder();
    fs::write(served.join("slow"), large()).expect("a file");
    let serving = Serving::start(&served, &["--header", "1", "--idle", "1"]);
    let mut client = serving.connect();
    client.set_nodelay(true).expect("an option");
    let asked = [preface(), get(1, "/slow")].concat();
    client.write_all(&asked).expect("it is taken");
    let reader = client.try_clone().expect("a handle");
    let answer = thread::spawn(move || until_the_end(reader));
    let (begun, mut granted) = (Instant::now(), 0);
    while begun.elapsed() < Duration::from_secs(3) {
        for stream in [0, 1] {
            let window = frame(WINDOW_UPDATE, 0, stream, &u32::to_be_bytes(4000));
            client.write_all(&window).expect("it is still open");
        }
        granted += 4000;
        thread::sleep(STEP); // the client's pace
    }
    client
        .shutdown(std::net::Shutdown::Write)
        .expect("it is open");
    let answer = within(LIMIT, "the end", || answer.join().expect("no panic"));
    assert!(
        answer.len() > granted,
        "{} bytes of {granted}",
        answer.len()
    );
}
