//! The provided tests of s4e6.

#[path = "e6_shutdown/clients.rs"]
mod clients;
#[path = "e6_shutdown/cuts.rs"]
mod cuts;

use super::*;
use clients::{Client, Scripted, client, note};
use stage01::Result;
use stage04::{EventLoop, Simulated, World, sleep_until, yield_now};
use testkit::within;

type Log = Rc<RefCell<Vec<String>>>;

/// Serves these clients, stops at this time, and gives what was written down, with what `serve` returned.
fn served(clients: &[Client], stop: u64, grace: u64) -> Vec<String> {
    let clients = clients.to_vec();
    within(
        Duration::from_secs(5),
        "a server in virtual time",
        move || {
            let log = Log::default();
            let listener = Scripted {
                clients: Rc::new(RefCell::new(clients.into())),
                log: log.clone(),
            };
            // The stop is asked for late, so that a client that comes at that very time is ready before it.
            let stopped = co(async move |y: Yielder<Request>| {
                for stop in [stop / 2, stop] {
                    y.yield_from(sleep_until(Duration::from_millis(stop)))
                        .await?;
                }
                Ok(())
            });
            let serve = serve(listener, stopped, Duration::from_millis(grace));
            let noted = log.clone();
            let mut event_loop = EventLoop::with(Simulated::new());
            let main = event_loop.spawn(co(async move |y: Yielder<Request>| {
                let returned = match y.yield_from(serve).await {
                    Ok(cut) => format!("`serve` returns {cut}"),
                    Err(error) => format!("`serve` raises: {error}"),
                };
                note(&y, &noted, &returned).await
            }));
            while !main.done() {
                if event_loop.world().now() > Duration::from_secs(3600) {
                    log.borrow_mut()
                        .push("`serve` has not returned after an hour".into());
                    return log.take();
                }
                if let Err(error) = event_loop.run_once() {
                    log.borrow_mut()
                        .push(format!("the loop ends with an error: {error}"));
                    return log.take();
                }
            }
            // A task that was cancelled has its last step in the next turn.
            let turns = co(async |y: Yielder<Request>| {
                y.yield_from(yield_now()).await?;
                y.yield_from(yield_now()).await
            });
            event_loop.run_until_complete(turns).expect("two turns");
            let left = event_loop.tasks();
            if left > 0 {
                log.borrow_mut()
                    .push(format!("tasks that are left in the loop: {left}"));
            }
            log.take()
        },
    )
}

#[track_caller]
fn check(rule: &str, clients: &[Client], stop: u64, grace: u64, expected: &[&str]) {
    let mut served = served(clients, stop, grace);
    // In which order connections are cut at one time is not asked for.
    for cuts in served.chunk_by_mut(|a, b| a.ends_with("is cut") && b.ends_with("is cut")) {
        cuts.sort();
    }
    assert_eq!(
        served, expected,
        "{rule}\nThe server is told to stop at {stop} ms, with a grace of {grace} ms. Left is what happened, right what should have"
    );
}

#[test]
fn clients_are_served_at_the_same_time() {
    check(
        "Each client is served in a task of its own.",
        &[
            client("ada", 10, 100),
            client("bea", 20, 50),
            client("eve", 30, 10),
        ],
        500,
        1000,
        &[
            "10 ms: ada is served",
            "20 ms: bea is served",
            "30 ms: eve is served",
            "40 ms: eve leaves",
            "70 ms: bea leaves",
            "110 ms: ada leaves",
            "500 ms: `serve` returns 0",
        ],
    );
}

#[test]
fn a_server_without_a_client_stops_at_once() {
    check(
        "Without a connection to wait for, `serve` returns as soon as `stop` does.",
        &[],
        500,
        1000,
        &["500 ms: `serve` returns 0"],
    );
}

#[test]
fn a_server_may_be_told_to_stop_before_it_begins() {
    check(
        "When `stop` has returned, no client is accepted.",
        &[client("ada", 10, 100)],
        0,
        1000,
        &["0 ms: `serve` returns 0"],
    );
}

#[test]
fn an_open_connection_may_finish() {
    check(
        "A connection that is open at the stop may go on, and `serve` returns when the last has ended.",
        &[client("ada", 400, 303), client("bea", 450, 107)],
        500,
        1000,
        &[
            "400 ms: ada is served",
            "450 ms: bea is served",
            "557 ms: bea leaves",
            "703 ms: ada leaves",
            "703 ms: `serve` returns 0",
        ],
    );
}

#[test]
fn a_client_that_comes_after_the_stop_is_not_served() {
    check(
        "When `stop` has returned, no client is accepted.",
        &[
            client("ada", 400, 300),
            client("late", 600, 10),
            client("later", 650, 10),
        ],
        500,
        1000,
        &[
            "400 ms: ada is served",
            "700 ms: ada leaves",
            "700 ms: `serve` returns 0",
        ],
    );
}

#[test]
fn a_connection_that_fails_is_no_error_of_the_server() {
    const FAILS: Client = Client {
        fails: true,
        ..client("eve", 100, 50)
    };
    const FAILS_LATE: Client = Client {
        fails: true,
        ..client("bea", 460, 100)
    };
    check(
        "A connection that fails has ended, and that is no error of the server.",
        &[FAILS, client("ada", 450, 200), FAILS_LATE],
        500,
        1000,
        &[
            "100 ms: eve is served",
            "150 ms: eve fails",
            "450 ms: ada is served",
            "460 ms: bea is served",
            "560 ms: bea fails",
            "650 ms: ada leaves",
            "650 ms: `serve` returns 0",
        ],
    );
}

#[test]
fn a_client_that_comes_in_the_turn_after_the_stop_is_not_served() {
    const NEXT_TURN: Client = Client {
        turns: 1,
        ..client("late", 500, 10)
    };
    check(
        "From the turn after that in which `stop` returns, no client is accepted.",
        &[NEXT_TURN],
        500,
        1000,
        &["500 ms: `serve` returns 0"],
    );
}
