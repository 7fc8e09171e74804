//! The provided tests of c7. They call `serve` and nothing else. A lookup waits until the test lets it go, or for a second: so a blocked
//! runtime is a sentence, and no hang.

#[path = "e7_lookup/four.rs"]
mod four;

use super::{Lookup, Request, serve};
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;
use testkit::within;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::timeout;

/// What the lookups do, seen from outside.
#[derive(Default)]
struct Gate {
    open: Mutex<bool>,
    opened: Condvar,
    running: watch::Sender<usize>,
    most: AtomicUsize,
    /// How many have waited for a second in vain.
    in_vain: AtomicUsize,
}

impl Gate {
    /// A lookup that waits for the gate.
    fn lookup(self: &Arc<Self>) -> Lookup {
        let gate = self.clone();
        Arc::new(move |name| {
            gate.running.send_modify(|running| {
                *running += 1;
                gate.most.fetch_max(*running, SeqCst);
            });
            let open = gate.open.lock().unwrap();
            let limit = Duration::from_secs(1);
            let waiting = |open: &mut bool| !*open;
            let (open, late) = gate
                .opened
                .wait_timeout_while(open, limit, waiting)
                .unwrap();
            drop(open);
            if late.timed_out() {
                gate.in_vain.fetch_add(1, SeqCst);
                gate.open(); // one is enough
            }
            gate.running.send_modify(|running| *running -= 1);
            assert_ne!(
                name, "a bad name",
                "this lookup panics, as the test wants it to"
            );
            format!("found {name}")
        })
    }

    fn open(&self) {
        *self.open.lock().unwrap() = true;
        self.opened.notify_all();
    }

    /// Waits until so many lookups run, for a second at most: a lookup says when it begins.
    async fn until_running(&self, number: usize) -> usize {
        let mut running = self.running.subscribe();
        let enough = running.wait_for(|running| *running >= number);
        let _ = timeout(Duration::from_secs(1), enough).await;
        *self.running.borrow()
    }
}

struct Server(mpsc::Sender<Request>);

impl Server {
    async fn ping(&self) -> String {
        let (reply, answer) = oneshot::channel();
        let _ = self.0.send(Request::Ping(reply)).await;
        answer.await.expect("a ping was not answered")
    }

    async fn find(&self, name: &str) -> oneshot::Receiver<String> {
        let (reply, answer) = oneshot::channel();
        let _ = self.0.send(Request::Find(name.into(), reply)).await;
        answer
    }
}

/// Runs a check with a server, on a runtime with one thread.
fn check<F: Future<Output = ()>>(
    awaited: &'static str,
    check: impl FnOnce(Server, Arc<Gate>) -> F + Send + 'static,
) {
    within(Duration::from_secs(8), awaited, move || {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().build().unwrap();
        runtime.block_on(async {
            let (gate, (to, requests)) = (Arc::<Gate>::default(), mpsc::channel(64));
            tokio::spawn(serve(requests, gate.lookup()));
            check(Server(to), gate.clone()).await;
            gate.open();
        });
    });
}

#[test]
fn a_ping_does_not_wait_for_a_lookup() {
    check("the answer to a ping", |server, gate| async move {
        let _ada = server.find("ada").await;
        assert_eq!(server.ping().await, "pong");
        assert_eq!(
            gate.in_vain.load(SeqCst),
            0,
            "the second client, a ping, waited until the first, a lookup, had been answered; left are lookups that ended before \
             the ping was answered"
        );
    });
}

#[test]
fn a_ping_does_not_wait_for_lookups_that_wait() {
    check("the answer to a ping", |server, gate| async move {
        let mut answers = Vec::new();
        for n in 0..600 {
            answers.push(server.find(&n.to_string()).await);
        }
        gate.until_running(4).await;
        assert_eq!(server.ping().await, "pong");
        assert_eq!(
            gate.in_vain.load(SeqCst),
            0,
            "six hundred lookups were asked for, and the ping after them was answered only when one of them had ended; left are lookups \
             that ended before"
        );
        gate.open();
        for (n, answer) in answers.into_iter().enumerate() {
            let answer = soon(answer).await;
            assert_eq!(
                answer.as_deref(),
                Ok(&*format!("found {n}")),
                "six hundred lookups were asked for; left is the answer to number {n}"
            );
        }
    });
}

#[test]
fn a_lookup_that_panics_ends_its_request_alone() {
    check(
        "answers after a lookup that panics",
        |server, gate| async move {
            gate.open();
            for _ in 0..9 {
                let bad = soon(server.find("a bad name").await).await;
                assert!(
                    bad.is_err(),
                    "a lookup panicked, and its request got an answer"
                );
            }
            assert_eq!(server.ping().await, "pong");
            let ada = soon(server.find("ada").await).await;
            assert_eq!(
                ada.expect("a lookup after one that panicked was not answered"),
                "found ada"
            );
        },
    );
}

#[test]
fn a_client_that_has_gone_is_the_end_of_its_request_alone() {
    check(
        "an answer after clients that have gone",
        |server, gate| async move {
            gate.open();
            for _ in 0..9 {
                drop(server.find("a client that goes").await);
            }
            let ada = soon(server.find("ada").await).await;
            assert_eq!(
                ada.expect("nine clients have gone, and the tenth was not answered"),
                "found ada"
            );
        },
    );
}

#[test]
fn requests_are_answered_after_the_last_was_sent() {
    check("the last answers", |server, gate| async move {
        let mut answers = Vec::new();
        for n in 0..10 {
            answers.push(server.find(&n.to_string()).await);
        }
        drop(server);
        gate.until_running(4).await;
        gate.open();
        for (n, answer) in answers.into_iter().enumerate() {
            let answer = soon(answer).await;
            assert_eq!(
                answer.as_deref(),
                Ok(&*format!("found {n}")),
                "no more requests will come, and ten were open; left is the answer to number {n}"
            );
        }
    });
}

#[test]
fn it_returns_when_there_will_be_no_more_requests() {
    within(Duration::from_secs(8), "the end of `serve`", || {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().build().unwrap();
        runtime.block_on(async {
            let (to, requests) = mpsc::channel(64);
            let lookup: Lookup = Arc::new(|name| format!("found {name}"));
            let serving = tokio::spawn(serve(requests, lookup));
            let server = Server(to);
            server.ping().await;
            drop(server);
            let limit = Duration::from_secs(2);
            let ended = timeout(limit, serving).await;
            assert!(
                ended.is_ok(),
                "no more requests will come, and two seconds later `serve` has not returned"
            );
        });
    });
}

/// An answer, or the end of a request without one.
async fn soon(answer: oneshot::Receiver<String>) -> Result<String, oneshot::error::RecvError> {
    let limit = Duration::from_secs(2);
    match timeout(limit, answer).await {
        Ok(answer) => answer,
        Err(_) => panic!(
            "for two seconds a request was neither answered nor ended: does its lookup never get a turn?"
        ),
    }
}
