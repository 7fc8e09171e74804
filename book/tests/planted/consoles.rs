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
            printing("after ≈ 7.25s on 127.0.0.1:4\n3 turns\n", 0)
        ),
        [""; 0]
    );
    sees(
        &console::problems(
            &page,
            printing("after ≈ 7.25s on 127.0.0.1:4\n4 turns\n", 0),
        ),
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
