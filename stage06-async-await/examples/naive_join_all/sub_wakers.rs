//! Version 2: each child has a waker of its own, which notes the child and wakes the task.

use std::{
    collections::BTreeSet,
    future::{Future, poll_fn},
    mem,
    sync::{Arc, Mutex},
    task::{Context, Poll, Wake, Waker},
};

// ANCHOR: SubWaker
/// The children that were woken, and the waker of the task.
#[derive(Default)]
pub(crate) struct Woken {
    pub(crate) children: BTreeSet<usize>,
    /// Taken by the first wake after a poll: one is enough.
    task: Option<Waker>,
}

/// What the wakers of one child own.
struct SubWaker {
    child: usize,
    woken: Arc<Mutex<Woken>>,
}

impl Wake for SubWaker {
    fn wake(self: Arc<Self>) {
        let mut woken = self.woken.lock().unwrap();
        woken.children.insert(self.child);
        let task = woken.task.take();
        drop(woken); // the task's waker may do anything
        task.into_iter().for_each(Waker::wake);
    }
}
// ANCHOR_END: SubWaker

// ANCHOR: join_all
/// Waits for all of the futures.
pub(crate) async fn join_all<F: Future>(
    futures: Vec<F>,
    woken: Arc<Mutex<Woken>>,
) -> Vec<F::Output> {
    let sub_waker = |child| {
        let woken = woken.clone();
        Waker::from(Arc::new(SubWaker { child, woken }))
    };
    let wakers: Vec<_> = (0..futures.len()).map(sub_waker).collect();
    let mut children: Vec<_> = (futures.into_iter().map(Box::pin).map(Some)).collect();
    let mut outputs: Vec<_> = children.iter().map(|_| None).collect();
    let mut left = children.len();
    woken.lock().unwrap().children.extend(0..left); // the first poll is for all

    poll_fn(|context| {
        let waker = context.waker().clone();
        let mut state = woken.lock().unwrap();
        let old = state.task.replace(waker);
        let ready = mem::take(&mut state.children);
        drop(state); // children are polled, and wake, while nothing is locked
        drop(old);
        for child in ready {
            let Some(future) = &mut children[child] else {
                continue; // it has ended: the wake came late
            };
            let mut context = Context::from_waker(&wakers[child]);
            if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
                (children[child], outputs[child]) = (None, Some(output));
                left -= 1;
            }
        }
        match left {
            0 => Poll::Ready(()),
            _ => Poll::Pending,
        }
    })
    .await;
    outputs.into_iter().flatten().collect()
}
// ANCHOR_END: join_all
