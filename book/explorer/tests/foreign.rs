//! Futures of other libraries, which know nothing of the explorer.

use std::rc::Rc;
use std::time::Duration;

use explorer::{Check, check};
use futures::channel::{mpsc, oneshot};
use futures::lock::Mutex;
use futures::stream::FuturesUnordered;
use futures::{SinkExt, StreamExt};

#[path = "../examples/historical/published.rs"]
mod published;

#[test]
fn a_lock_of_futures_is_taken_by_each_task_that_is_not_cancelled() {
    let verdict = Check::new().spurious(1).check(|world| {
        let count = Rc::new(Mutex::new(0));
        for name in ["first", "second", "third"] {
            let (count, of_task) = (count.clone(), world.clone());
            let counts = async move {
                let mut count = count.lock().await;
                let before = *count;
                of_task.yield_now().await;
                *count = before + 1;
            };
            world.spawn(name, counts).may_cancel();
        }
    });
    assert_eq!(verdict.to_string(), "all 3,558 orders");
}

#[test]
fn a_channel_of_futures_keeps_what_a_deadline_interrupts() {
    let verdict = check(|world| {
        let (mut sender, mut receiver) = mpsc::channel::<u32>(0);
        world.spawn("sender", async move {
            for message in 1..=3 {
                sender.send(message).await.expect("the receiver is there");
            }
        });
        let clock = world.clone();
        world.spawn("receiver", async move {
            let first = clock
                .timeout(Duration::from_millis(1), receiver.next())
                .await;
            let mut received: Vec<_> = first.flatten().into_iter().collect();
            while let Some(message) = receiver.next().await {
                received.push(message);
            }
            assert_eq!(received, [1, 2, 3]);
        });
    });
    assert_eq!(verdict.to_string(), "all 5 orders");
}

#[test]
fn children_with_wakers_of_their_own_all_end() {
    let verdict = Check::new().spurious(1).check(|world| {
        let mut children = FuturesUnordered::new();
        for name in ["one", "two"] {
            let (sender, receiver) = oneshot::channel();
            children.push(receiver);
            world.spawn(
                name,
                async move { sender.send(name).expect("it is awaited") },
            );
        }
        world.spawn("parent", async move {
            let mut ended = vec![];
            while let Some(name) = children.next().await {
                ended.push(name.expect("it was sent"));
            }
            ended.sort_unstable();
            assert_eq!(ended, ["one", "two"]);
        });
    });
    assert_eq!(verdict.to_string(), "all 23 orders");
}

#[test]
fn shared_of_futures_misses_a_wake_during_a_poll() {
    let verdict = Check::new().run(published::promise);
    let failure = verdict
        .failure
        .expect("the report is open; if this passes, it was fixed");
    let lines = [
        "   1. Just before first's `explorer::pause(\"another thread may come\");`: second does `explorer::pause(\"begin\");`.",
        "   2. first goes on and ends.",
        "   3. second parks at `block_on(other);`.",
        "   => second is parked at `block_on(other);`, and nothing is left that could wake it\n",
    ];
    assert_eq!(failure.to_string(), lines.join("\n"));
}
