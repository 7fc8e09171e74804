//! A task whose stream is always ready keeps the thread. tokio counts, and makes it yield. Here is that count in a few
//! lines.

use futures::{Stream, StreamExt, channel::mpsc::unbounded};
use stage01::println;
use stage06_full::{Runtime, spawn, yield_now};
use std::{
    cell::Cell,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

/// tokio's number.
const BUDGET: u32 = 128;

// ANCHOR: Budgeted
/// A stream that is pending now and then, though it has more: it wakes its task, and lets other tasks go first.
struct Budgeted<S> {
    stream: S,
    left: u32,
}

impl<S: Stream + Unpin> Stream for Budgeted<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        if self.left == 0 {
            self.left = BUDGET;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.left -= 1;
        self.stream.poll_next_unpin(context)
    }
}
// ANCHOR_END: Budgeted

/// Reads ten thousand messages that are all there. Returns how often another task was polled meanwhile.
async fn polls_beside(budgeted: bool) -> u32 {
    let (sender, messages) = unbounded();
    (0..10_000).for_each(|n| sender.unbounded_send(n).expect("the receiver is there"));
    drop(sender);
    let polls = Rc::new(Cell::new(0));
    let counter = polls.clone();
    let other = spawn(async move {
        loop {
            yield_now().await;
            counter.set(counter.get() + 1);
        }
    });
    let left = if budgeted { BUDGET } else { u32::MAX };
    let read = Budgeted {
        stream: messages,
        left,
    }
    .count()
    .await;
    assert_eq!(read, 10_000);
    other.abort();
    polls.get()
}

fn main() {
    let runtime = Runtime::new();
    println!("polls of another task while one reads 10,000 messages that are there:");
    println!(
        "  without a budget: {}",
        runtime.block_on(polls_beside(false))
    );
    println!(
        "  with one of {BUDGET}:  {}",
        runtime.block_on(polls_beside(true))
    );
}
