use super::*;
use crate::runtime::context::expect_current;
use crate::runtime::runtime::Runtime;
use crate::time::clock::now;
use std::collections::VecDeque;
use std::future::poll_fn;

/// Accepts with these outcomes, one after the other, and gives the waits between the tries, in milliseconds.
fn waits(outcomes: impl IntoIterator<Item = io::Result<()>>) -> Vec<u128> {
    Runtime::with_virtual_time().block_on(async {
        let mut backoff = Backoff::new(expect_current().shared());
        let (mut last, mut waits) = (now(), Vec::new());
        let mut outcomes: VecDeque<_> = outcomes.into_iter().collect();
        while !outcomes.is_empty() {
            poll_fn(|context| {
                backoff.poll(context, |_| {
                    waits.push((now() - last).as_millis());
                    last = now();
                    Poll::Ready(outcomes.pop_front().expect("another outcome"))
                })
            })
            .await;
        }
        waits
    })
}

#[test]
fn the_waits_grow_up_to_half_a_second_and_start_anew_after_a_success() {
    let failed = || Err(io::Error::other("no descriptor left"));
    let mut outcomes: Vec<_> = (0..9).map(|_| failed()).collect();
    outcomes.extend([Ok(()), failed(), Ok(())]);
    let expected = [0, 10, 20, 40, 80, 160, 320, 500, 500, 500, 0, 10];
    assert_eq!(waits(outcomes), expected);
}

#[test]
fn for_a_client_that_has_gone_nobody_waits() {
    let gone = [ErrorKind::ConnectionAborted, ErrorKind::ConnectionReset];
    let outcomes = gone.map(|kind| Err(kind.into()));
    assert_eq!(waits(outcomes.into_iter().chain([Ok(())])), [0, 0, 0]);
}
