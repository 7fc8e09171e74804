//! Version 1: a wake of the task is a poll of every child.

use std::{
    future::{Future, poll_fn},
    task::Poll,
};

// ANCHOR: join_all
/// Waits for all of the futures.
pub(crate) async fn join_all<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut children: Vec<_> = (futures.into_iter().map(Box::pin).map(Some)).collect();
    let mut outputs: Vec<_> = children.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (child, output) in children.iter_mut().zip(&mut outputs) {
            let Some(future) = child else { continue }; // it has ended
            if let Poll::Ready(ready) = future.as_mut().poll(context) {
                (*child, *output) = (None, Some(ready));
            }
        }
        match outputs.iter().all(Option::is_some) {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    })
    .await;
    outputs.into_iter().flatten().collect()
}
// ANCHOR_END: join_all
