//! The provided tests of s1e2.

use super::*;
use stage01::{
    CoroutineState::{Complete, Yielded},
    Generator, GeneratorExit, GeneratorState, StopIteration,
};
use std::{error::Error, fmt, time::Duration};
use testkit::within;

#[derive(Debug)]
struct ConnectionLost;

impl fmt::Display for ConnectionLost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("connection lost")
    }
}
impl Error for ConnectionLost {}

type Splitter = Generator<Lines, Option<&'static str>>;

/// Runs a test on a started splitter.
fn check(test: impl FnOnce(&mut Splitter) + Send + 'static) {
    within(Duration::from_secs(2), "the lines of a chunk", || {
        let mut splitter = Generator::new(Lines::default());
        let first = splitter.next();
        assert!(
            matches!(&first, Yielded(lines) if lines.is_empty()),
            "the first `Ok(None)` sends no chunk: expected no lines, got {first:?}"
        );
        test(&mut splitter);
    });
}

/// What the splitter yields for this chunk.
fn send(splitter: &mut Splitter, chunk: &'static str) -> Vec<String> {
    match splitter.send(chunk) {
        Yielded(lines) => lines,
        Complete(result) => panic!("ended with {result:?} when it was sent {chunk:?}"),
    }
}

fn finish(splitter: &mut Splitter) -> String {
    match splitter.throw(StopIteration) {
        Complete(Ok(rest)) => rest,
        other => {
            panic!("there are no more chunks: expected the rest of the last line, got {other:?}")
        }
    }
}

#[test]
fn a_chunk_of_one_line_and_of_several_one_of_them_empty() {
    check(|s| {
        assert_eq!(send(s, "hello\n"), ["hello"], "a chunk that is one line");
        assert_eq!(
            send(s, "one\n\nthree\n"),
            ["one", "", "three"],
            "one chunk may end several lines"
        );
        assert_eq!(
            send(s, "\n\nsix\n\n"),
            ["", "", "six", ""],
            "empty lines at the beginning and at the end of a chunk are lines, too"
        );
    });
}

#[test]
fn only_the_newline_is_taken_away() {
    check(|s| {
        assert_eq!(
            send(s, "  grüß\r\n\r\n Gott \r"),
            ["  grüß\r", "\r"],
            "spaces, '\\r' and letters of any alphabet are a part of their line"
        );
        assert_eq!(
            finish(s),
            " Gott \r",
            "the rest is as it came, with its spaces and its '\\r'"
        );
    });
}

#[test]
fn no_other_character_ends_a_line() {
    check(|s| {
        assert_eq!(
            send(s, "a\u{b}b\u{c}c\u{85}d\u{2028}e\0f\n"),
            ["a\u{b}b\u{c}c\u{85}d\u{2028}e\0f"],
            "Python's splitlines() ends lines at more characters than '\\n'; here a line ends at '\\n' alone"
        );
    });
}

#[test]
fn an_empty_chunk_ends_nothing() {
    check(|s| {
        assert_eq!(send(s, "he"), [""; 0], "\"he\" ends no line");
        assert_eq!(send(s, ""), [""; 0], "an empty chunk ends no line");
        assert_eq!(
            send(s, "llo\n"),
            ["hello"],
            "the line came in two chunks, with an empty one between them"
        );
    });
}

#[test]
fn a_line_in_three_chunks() {
    check(|s| {
        assert_eq!(send(s, "he"), [""; 0], "\"he\" ends no line");
        assert_eq!(send(s, "ll"), [""; 0], "\"ll\" ends no line");
        assert_eq!(
            send(s, "o\nwor"),
            ["hello"],
            "the line began two chunks ago"
        );
        assert_eq!(send(s, "ld\n"), ["world"], "the line began one chunk ago");
    });
}

#[test]
fn a_line_that_ends_in_a_chunk_of_its_own() {
    check(|s| {
        assert_eq!(send(s, "hello"), [""; 0], "\"hello\" has no newline yet");
        assert_eq!(
            send(s, "\n"),
            ["hello"],
            "its newline came in a chunk of its own"
        );
    });
}

#[test]
fn the_rest_is_returned_at_the_end() {
    check(|s| {
        send(s, "one\ntw");
        send(s, "o");
        assert_eq!(finish(s), "two", "the line that was never finished");
    });
}

#[test]
fn nothing_is_left_after_a_whole_line() {
    check(|s| {
        send(s, "one\n");
        assert_eq!(finish(s), "", "the only line was whole, so nothing is left");
    });
}

#[test]
fn nothing_sent_changes_nothing() {
    check(|s| {
        send(s, "he");
        let turn = s.next();
        assert!(
            matches!(&turn, Yielded(lines) if lines.is_empty()),
            "`Ok(None)` sends no chunk and ends no line: expected no lines, got {turn:?}"
        );
        assert_eq!(
            send(s, "llo\n"),
            ["hello"],
            "the line came in two chunks, with `Ok(None)` between them"
        );
    });
}

#[test]
fn another_exception_goes_back_to_the_caller() {
    check(|s| {
        send(s, "hal");
        let turn = s.throw(ConnectionLost);
        assert!(
            matches!(&turn, Complete(Err(e)) if e.is::<ConnectionLost>()),
            "ConnectionLost was thrown in and must come out; got {turn:?}"
        );
        assert_eq!(
            s.state(),
            GeneratorState::Closed,
            "an exception ends the splitter"
        );
    });
    check(|s| {
        send(s, "hal");
        let turn = s.throw(GeneratorExit);
        assert!(
            matches!(&turn, Complete(Err(e)) if e.is::<GeneratorExit>()),
            "GeneratorExit was thrown in and must come out; got {turn:?}"
        );
    });
}
