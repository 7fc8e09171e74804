//! Wakes that come while the future is polled.

use super::*;

#[test]
fn a_wake_during_the_poll_is_answered() {
    check(
        "the poll that answers a wake during the poll (is there a trace of it when the thread is about to sleep, \
         beside the token, which any code may take?)",
        || {
            let probe = Probe::default();
            block_on(probe.after(1, |waker| {
                probe.now(waker);
                take_token();
            }));
            assert_eq!(
                probe.polls(),
                2,
                "polls: one at the start, one for the wake"
            );
        },
    );
}

#[test]
fn a_wake_by_another_thread_during_the_poll_is_answered() {
    check(
        "the poll after a receipt that came during the poll (was the wake erased, or only a token that the receipt \
         has taken?)",
        || {
            let probe = Probe::default();
            block_on(probe.after(1, |waker| {
                let (worker, waker) = (probe.clone(), waker.clone());
                let (sender, receipt) = mpsc::channel();
                thread::spawn(move || {
                    worker.now(&waker);
                    thread::sleep(5 * MS);
                    sender.send("received")
                });
                receipt.recv().unwrap(); // sleeps by `park`, so the token is gone
                take_token();
            }));
            assert_eq!(
                probe.polls(),
                2,
                "polls: one at the start, one for the wake"
            );
        },
    );
}

#[test]
fn wakes_during_each_of_four_polls_are_answered() {
    check(
        "the poll that answers the fourth wake (was a wake during the poll erased?)",
        || {
            let probe = Probe::default();
            block_on(probe.after(4, |waker| {
                probe.now(waker);
                take_token();
            }));
            assert_eq!(
                probe.polls(),
                5,
                "polls: one at the start, one for each wake"
            );
        },
    );
}

#[test]
fn wakes_during_one_poll_are_answered_together() {
    check(
        "the poll that answers two wakes during one poll (does the second wait for room?)",
        || {
            let probe = Probe::default();
            block_on(probe.after(2, |waker| match probe.polls() {
                1 => {
                    probe.now(waker);
                    waker.wake_by_ref();
                }
                _ => probe.later(20 * MS, waker),
            }));
            assert_eq!(
                probe.polls(),
                3,
                "polls: one at the start, one for two wakes during it, one for the last wake: a wake says that there \
                 is news, not how much"
            );
        },
    );
}
