//! What programs print.

use crate::{page, sees};
use book::{
    console::{self, Ran},
    recorded,
};

fn printing(output: &'static str, status: i32) -> impl Fn(&str) -> Ran {
    move |_| Ran {
        output: output.to_string(),
        status: Some(status),
    }
}

#[test]
fn a_session_that_cannot_be_run_is_seen() {
    sees(
        &console::problems(&page("```console\n$ ls\n```\n"), printing("", 0)),
        "is not a `cargo run`",
    );
}

#[test]
fn a_wrong_line_of_a_transcript_is_seen() {
    let page = page("```console\n$ cargo run -p stage01\nhello\n```\n");
    assert_eq!(console::problems(&page, printing("hello\n", 0)), [""; 0]);
    sees(
        &console::problems(&page, printing("goodbye\n", 0)),
        "the program says otherwise",
    );
}

#[test]
fn numbers_that_vary_may_vary_and_others_may_not() {
    let page =
        page("```console\n$ cargo run -p stage01\nafter ≈ 10 ms on 127.0.0.1:999\n3 turns\n```\n");
    assert_eq!(
        console::problems(
            &page,
            printing("after ≈ 0.025s on 127.0.0.1:4\n3 turns\n", 0)
        ),
        [""; 0]
    );
    sees(
        &console::problems(
            &page,
            printing("after ≈ 0.025s on 127.0.0.1:4\n4 turns\n", 0),
        ),
        "otherwise",
    );
}

/// A page with these lines above a block that shows this line; and what is wrong if the program prints that one.
fn about(above: &str, shown: &'static str, printed: &'static str) -> Vec<String> {
    let page = page(&format!(
        "{above}\n```console\n$ cargo run -p stage01\n{shown}\n```\n"
    ));
    console::problems(&page, printing(printed, 0))
}

#[test]
fn a_number_that_is_far_from_the_pages_is_seen() {
    for (shown, printed) in [
        ("after ≈ 10 ms", "after ≈ 7.25s"),
        ("≈ 2607309 turns", "≈ 4 turns"),
        ("≈ 4 turns", "≈ 2,607,309 turns"),
        (
            "busy for ≈ 0.000 of the time",
            "busy for ≈ 0.999 of the time",
        ),
        ("poller ≈ 1.0,  scan ≈ 16.3", "poller ≈ 1.0,  scan ≈ 0.1"),
    ] {
        sees(&about("", shown, printed), "far from the program's");
    }
    for (shown, printed) in [
        ("after ≈ 160.9µs", "after ≈ 9ms"),
        ("connected after ≈ 0 ms", "connected after ≈ 40 ms"),
        ("≈ 2607309 turns", "≈ 300000 turns"),
        (
            "busy for ≈ 0.000 of the time",
            "busy for ≈ 0.004 of the time",
        ),
        ("poller ≈ 1.0,  scan ≈ 16.3", "poller ≈ 0.4,  scan ≈ 40.1"),
    ] {
        assert_eq!(about("", shown, printed), [""; 0], "{shown}, {printed}");
    }
}

#[test]
fn a_page_states_the_bounds_of_a_number() {
    let bounds = "<!-- 0 idle:  poller ≈ 1..1\n scan ≈ 0.01..5 -->";
    let right = "0 idle:  poller ≈ 1.0,  scan ≈ 0.2";
    assert_eq!(about(bounds, right, right), [""; 0]);
    let wide = "0 idle:  poller ≈ 1.0,  scan ≈ 4.5";
    assert_eq!(about(bounds, right, wide), [""; 0]);
    let nonsense = "0 idle:  poller ≈ 0.5,  scan ≈ 0.2";
    sees(&about(bounds, nonsense, right), "not within the bounds");
    sees(&about(bounds, right, nonsense), "not within the bounds");
    let another = "<!-- 0 idle:  poller ≈ 1..1 -->";
    let text = "0 idle:  poller ≈ 1.0\n100 idle:  poller ≈ 0.5";
    assert_eq!(about(another, text, text), [""; 0], "that is a hundred");
    let times = "<!-- took ≈ 900 ms..30 s -->";
    assert_eq!(about(times, "took ≈ 1.0s", "took ≈ 20.5s"), [""; 0]);
    sees(&about(times, "took ≈ 1.0s", "took ≈ 0.8s"), "not within");
}

#[test]
fn bounds_of_nothing_are_seen() {
    let line = "poller ≈ 1.0";
    sees(&about("<!-- scan ≈ 1..2 -->", line, line), "is not there");
    sees(
        &about("<!-- poller ≈ 1 -->", line, line),
        "states no bounds",
    );
    assert_eq!(about("<!-- a remark -->", line, line), [""; 0]);
}

#[test]
fn the_id_of_a_thread_may_vary_and_its_name_may_not() {
    let page = page(
        "```console\n$ cargo run -p stage01\nthread 'main' (12) panicked\non ThreadId(3)\n```\n",
    );
    let problems = |output| console::problems(&page, printing(output, 0));
    assert_eq!(
        problems("thread 'main' (4567) panicked\non ThreadId(9)\n"),
        [""; 0]
    );
    sees(
        &problems("thread 'other' (12) panicked\non ThreadId(3)\n"),
        "otherwise",
    );
}

#[test]
fn an_exit_status_that_the_page_does_not_show_is_seen() {
    let silent = page("```console\n$ cargo run -p stage01\n```\n");
    sees(
        &console::problems(&silent, printing("", 2)),
        "ended with Some(2)",
    );
    let said = page("```console\n$ cargo run -p stage01\n$ echo $?\n2\n```\n");
    assert_eq!(console::problems(&said, printing("", 2)), [""; 0]);
    sees(&console::problems(&said, printing("", 1)), "otherwise");
}

#[test]
fn output_that_python_does_not_print_is_seen() {
    let python = "x\nGEN_CLOSED\n";
    assert_eq!(
        recorded::problem("001h", python, "[001h] title\nx\nClosed\n\n[001i] next\n"),
        None
    );
    assert!(recorded::problem("001h", python, "[001h] title\nClosed\nx\n").is_some());
    assert!(
        recorded::problem("001h", python, "[001i] another\nx\nClosed\n").is_some(),
        "the row is missing"
    );
}

#[test]
fn what_a_client_prints_may_come_between_what_its_server_prints_but_in_order() {
    let python =
        "Connection from ('127.0.0.1', [PORT])\nConnection from ('127.0.0.1', [PORT])\nA\nB\n";
    let ours = "[001b] title\nConnection from 127.0.0.1:5\nA\nConnection from 127.0.0.1:6\nB\n";
    assert_eq!(recorded::problem("001b", python, ours), None);
    let swapped = ours.replace('A', "b").replace('B', "A").replace('b', "B");
    assert!(recorded::problem("001b", python, &swapped).is_some());
    assert!(recorded::problem("001h", python, &ours.replace("001b", "001h")).is_some());
}
