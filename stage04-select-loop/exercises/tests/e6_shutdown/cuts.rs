//! Connections that do not finish in time.

use super::*;

const CLEANS_UP: Client = Client {
    cleanup: 200,
    ..client("ada", 100, 60_000)
};

#[test]
fn a_connection_that_does_not_finish_is_cut_after_the_grace() {
    check(
        "A connection that has not ended when the grace is over is cut.",
        &[client("ada", 400, 60_000)],
        500,
        1000,
        &[
            "400 ms: ada is served",
            "1500 ms: ada is cut",
            "1500 ms: `serve` returns 1",
        ],
    );
}

#[test]
fn the_grace_is_for_all_of_them_together() {
    check(
        "The grace is counted from the stop, for all connections.",
        &[
            client("ada", 100, 60_000),
            client("bea", 200, 60_000),
            client("eve", 300, 60_000),
        ],
        500,
        1000,
        &[
            "100 ms: ada is served",
            "200 ms: bea is served",
            "300 ms: eve is served",
            "1500 ms: ada is cut",
            "1500 ms: bea is cut",
            "1500 ms: eve is cut",
            "1500 ms: `serve` returns 3",
        ],
    );
}

#[test]
fn only_those_that_were_cut_are_counted() {
    check(
        "`serve` returns how many connections it had to cut.",
        &[
            client("early", 10, 20),
            client("slow", 100, 60_000),
            client("quick", 450, 100),
            client("in time", 460, 1000),
        ],
        500,
        1000,
        &[
            "10 ms: early is served",
            "30 ms: early leaves",
            "100 ms: slow is served",
            "450 ms: quick is served",
            "460 ms: in time is served",
            "550 ms: quick leaves",
            "1460 ms: in time leaves",
            "1500 ms: slow is cut",
            "1500 ms: `serve` returns 1",
        ],
    );
}

#[test]
fn a_connection_that_is_cut_may_clean_up() {
    check(
        "`serve` waits until a connection that was cut has cleaned up.",
        &[CLEANS_UP],
        500,
        1000,
        &[
            "100 ms: ada is served",
            "1500 ms: ada is cut",
            "1700 ms: ada has cleaned up",
            "1700 ms: `serve` returns 1",
        ],
    );
}

#[test]
fn a_cleanup_is_neither_cut_again_nor_left_by_the_end_of_another() {
    const SHORT: Client = Client {
        cleanup: 50,
        ..client("bea", 50, 60_000)
    };
    const MIDDLE: Client = Client {
        cleanup: 70,
        ..client("eve", 200, 60_000)
    };
    check(
        "A connection is cut once, and `serve` waits until the last has cleaned up.",
        &[SHORT, CLEANS_UP, MIDDLE],
        500,
        1000,
        &[
            "50 ms: bea is served",
            "100 ms: ada is served",
            "200 ms: eve is served",
            "1500 ms: ada is cut",
            "1500 ms: bea is cut",
            "1500 ms: eve is cut",
            "1550 ms: bea has cleaned up",
            "1570 ms: eve has cleaned up",
            "1700 ms: ada has cleaned up",
            "1700 ms: `serve` returns 3",
        ],
    );
}

#[test]
fn without_a_grace_open_connections_are_cut_at_once() {
    check(
        "With a grace of zero, open connections are cut at the stop.",
        &[client("ada", 10, 20), client("bea", 400, 300)],
        500,
        0,
        &[
            "10 ms: ada is served",
            "30 ms: ada leaves",
            "400 ms: bea is served",
            "500 ms: bea is cut",
            "500 ms: `serve` returns 1",
        ],
    );
}

#[test]
fn a_connection_that_fails_in_the_grace_is_not_counted() {
    const FAILS: Client = Client {
        fails: true,
        ..client("eve", 450, 100)
    };
    check(
        "A connection that fails does not count as cut.",
        &[FAILS, client("ada", 460, 60_000)],
        500,
        1000,
        &[
            "450 ms: eve is served",
            "460 ms: ada is served",
            "550 ms: eve fails",
            "1500 ms: ada is cut",
            "1500 ms: `serve` returns 1",
        ],
    );
}

#[test]
fn any_number_of_connections_may_be_cut() {
    let seen = served(&[client("a client", 100, 60_000); 200], 500, 100);
    assert_eq!(
        seen.last().map_or("", String::as_str),
        "600 ms: `serve` returns 200",
        "what happens last when a server with 200 connections is told to stop at 500 ms, with a grace of 100 ms, and none ends by itself"
    );
}
