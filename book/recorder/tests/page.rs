//! The page: what it says without JavaScript, and what it holds for the replay.

mod support;

use recorder::{Trace, html};
use support::trace_of;

fn hostile() -> Trace {
    trace_of(&[
        r#"{"t":0,"ev":"spawn","task":1,"name":"</script><b>{report}&\"","at":"a<b.rs:1"}"#,
        r#"{"t":5,"ev":"poll","task":1}"#,
        r#"{"t":6,"ev":"pause","task":1,"on":"<i>lock</i> {events}","at":"a.rs:2"}"#,
    ])
}

/// The JSON of the events.
fn embedded(html: &str) -> serde_json::Value {
    let (_, rest) = html.split_once("id=\"events\">").expect("events");
    let (json, _) = rest.split_once("</script>").expect("an end");
    serde_json::from_str(json).expect("JSON")
}

#[test]
fn where_it_ended_is_plain_html() {
    let html = html(&hostile());
    let (before, _) = html
        .split_once("<section id=\"run\" hidden")
        .expect("the run");
    assert!(before.contains("<h2>Where it ended</h2>"));
    assert!(before.contains("waits for &lt;i&gt;lock&lt;/i&gt; {events}<br><small>a.rs:2</small>"));
    assert!(before.contains(
        "<tr data-task=\"1\" data-since=\"6\"><th scope=\"row\">&lt;/script&gt;&lt;b&gt;{report}&amp;&quot;"
    ));
    assert!(html.contains("<noscript>"));
}

#[test]
fn no_text_of_a_trace_becomes_markup() {
    let html = html(&hostile());
    assert_eq!(
        html.matches("<script").count(),
        html.matches("</script>").count()
    );
    assert!(!html.contains("<i>lock"));
    let json = embedded(&html);
    assert_eq!(json["strings"][0], "</script><b>{report}&\"");
}

#[test]
fn an_event_is_six_numbers() {
    let json = embedded(&html(&hostile()));
    assert_eq!(json["kinds"], serde_json::json!(["spawn", "poll", "pause"]));
    let numbers = serde_json::json!([0, 0, 1, 0, 1, -1, 5, 1, 1, -1, -1, -1, 1, 2, 1, 2, 3, -1]);
    assert_eq!(json["events"], numbers);
}

#[test]
fn a_page_needs_no_other_file() {
    let html = html(&hostile());
    for outside in ["src=\"", "href=\"", "@import", "url("] {
        assert!(!html.contains(outside), "{outside}");
    }
}

#[test]
fn of_many_tasks_only_some_are_in_the_table() {
    let spawn = |n| format!(r#"{{"t":{n},"ev":"spawn","task":{n},"name":"job"}}"#);
    let lines: Vec<_> = (1..1235).map(spawn).collect();
    let trace = trace_of(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let html = html(&trace);
    assert_eq!(html.matches("<tr data-task").count(), 300);
    assert!(html.contains("<p>And 934 more.</p>"));
    assert!(recorder::text(&trace).contains("\nAnd 1,204 more.\n"));
}
