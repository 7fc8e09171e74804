//! Reading a trace: what is cut short, unknown or wrong.

mod support;

use recorder::{Event, Header, Trace, What};
use support::trace_of;

const FIRST: &str = "{\"recorder\":1,\"program\":\"p\",\"tasks\":\"tokio\"}\n";

fn read(lines: &str) -> Trace {
    Trace::read(format!("{FIRST}{lines}").as_bytes()).expect("the first line is right")
}

#[test]
fn each_event_that_is_written_is_read_again() {
    let some = || Some("src/main.rs:3".to_owned());
    let text = || "lock \"db\"\n<b>".to_owned();
    let all = [
        What::Spawn {
            task: 1,
            name: text(),
            at: some(),
            by: Some(0),
        },
        What::Poll { task: 1 },
        What::Pause {
            task: 1,
            on: Some(text()),
            at: some(),
        },
        What::Wake {
            task: 1,
            by: Some(2),
            from: None,
            at: some(),
        },
        What::Wake {
            task: 1,
            by: None,
            from: Some(text()),
            at: None,
        },
        What::End {
            task: 1,
            how: text(),
        },
        What::Timer {
            task: Some(1),
            id: 4,
            due: 5,
        },
        What::Fired { id: 4 },
        What::Untimer { id: 4 },
        What::Idle { limit: Some(7) },
        What::Idle { limit: None },
        What::Busy,
        What::Alive,
        What::Wait {
            task: 1,
            what: text(),
            mode: None,
        },
        What::Got {
            task: 1,
            what: text(),
            mode: Some("read".to_owned()),
            at: Some(text()),
        },
        What::Gave {
            task: 1,
            what: text(),
        },
        What::Drop {
            task: 1,
            what: text(),
            at: None,
        },
        What::Took {
            task: 1,
            what: text(),
            left: 0,
            at: some(),
        },
        What::Put {
            task: None,
            what: text(),
            left: 1,
            at: None,
        },
        What::Stopped {
            by: Some("SIGINT".to_owned()),
        },
        What::Note {
            task: None,
            say: text(),
        },
    ];
    let all = all.into_iter().zip(1..);
    let all: Vec<_> = all
        .map(|(what, t)| Event {
            t,
            what,
            thread: Some("worker".to_owned()),
        })
        .collect();
    let mut lines = String::new();
    all.iter().for_each(|event| event.write_to(&mut lines));
    assert_eq!(lines.lines().count(), 21, "a line each");
    let trace = read(&lines);
    assert_eq!(trace.events, all);
    assert_eq!(trace.unread, [""; 0]);
}

#[test]
fn a_header_that_is_written_is_read_again() {
    let header = Header {
        program: "a \"b\"".to_owned(),
        tasks: "asyncio".to_owned(),
        unseen: vec!["Sockets.".to_owned()],
    };
    let trace = Trace::read(header.line().as_bytes()).expect("a trace");
    assert_eq!(trace.header, header);
}

#[test]
fn a_last_line_that_was_cut_short_is_ignored() {
    let whole = "{\"t\":1,\"ev\":\"poll\",\"task\":1}\n";
    for cut in 1..whole.len() - 1 {
        let trace = read(&format!("{whole}{}", &whole[..cut]));
        assert_eq!(
            (trace.events.len(), trace.unread.len()),
            (1, 0),
            "{cut} bytes"
        );
    }
}

#[test]
fn unknown_events_and_fields_are_ignored() {
    let trace = read(
        "{\"t\":1,\"ev\":\"sing\"}\n{\"t\":2,\"ev\":\"poll\",\"task\":1,\"colour\":\"red\"}\n",
    );
    assert_eq!((trace.events.len(), trace.unread.len()), (1, 0));
}

#[test]
fn a_wrong_line_is_told_and_the_others_are_read() {
    let trace = read("{\"t\":1,\"ev\":\"poll\"}\nhello\n{\"t\":2,\"ev\":\"poll\",\"task\":1}\n");
    assert_eq!(trace.events.len(), 1);
    assert_eq!(trace.unread[0], "Line 2: the event `poll` has no `task`.");
    assert!(
        trace.unread[1].starts_with("Line 3: it is not JSON: "),
        "{}",
        trace.unread[1]
    );
    assert_eq!(trace.unread.len(), 2);
    assert!(recorder::text(&trace).contains("- Line 2: the event `poll` has no `task`.\n"));
}

#[test]
fn what_is_no_trace_is_refused_in_a_sentence() {
    let refused = |bytes: &[u8]| Trace::read(bytes).expect_err("no trace").to_string();
    let no_trace = "This is no trace: its first line does not begin with {\"recorder\":1.";
    assert_eq!(refused(b""), no_trace);
    assert_eq!(refused(b"\xff\xfe\n"), no_trace);
    let newer = "The trace has format 2, and this recorder reads format 1.";
    assert_eq!(refused(b"{\"recorder\":2}\n"), newer);
    let missing = Trace::open("no/such/file")
        .expect_err("no file")
        .to_string();
    assert!(missing.starts_with("no/such/file: "), "{missing}");
}

#[test]
fn a_task_without_a_spawn_begins_with_its_first_event() {
    let trace = trace_of(&[r#"{"t":5,"ev":"poll","task":9}"#]);
    let picture = recorder::Picture::after(&trace.events);
    assert_eq!(picture.tasks[&9].name, "task 9");
}
