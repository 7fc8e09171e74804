//! Two events, a next that gives up, and a poll that nothing asked for, in every order. Each poll has a new waker.

use super::*;
use explorer::{Check, World};
use std::pin::pin;

fn in_every_order(test: impl Fn(&World) + Send + 'static) {
    within(Duration::from_secs(60), "all orders", move || {
        Check::new().spurious(1).fresh_wakers().check(test)
    });
}

/// Waits for a future, and gives up after a while. The clock is looked at first, so a future that was woken may be dropped.
async fn limited<F: Future>(world: &World, future: F) -> Option<F::Output> {
    let (mut limit, mut future) = (pin!(world.sleep(Duration::from_millis(1))), pin!(future));
    poll_fn(|context| match limit.as_mut().poll(context) {
        Poll::Ready(()) => Poll::Ready(None),
        Poll::Pending => future.as_mut().poll(context).map(Some),
    })
    .await
}

#[test]
fn two_outputs_come_and_then_the_end_though_a_next_gives_up() {
    in_every_order(|world| {
        let (left, right) = events();
        let (of_left, output) = (world.clone(), left.gives(1));
        let takes_two_turns = async move {
            of_left.yield_now().await;
            output.await
        };
        let mut select = Select::new(takes_two_turns, right.gives("one"));
        for (name, event) in [("left", left), ("right", right)] {
            world.spawn(name, async move { event.happens() });
        }
        let of_task = world.clone();
        world.spawn("reader", async move {
            let first = limited(&of_task, of_task.mark(select.next())).await;
            let mut outputs = Vec::from_iter(first.flatten());
            while let Some(output) = of_task.mark(select.next()).await {
                of_task.note(format!("next gives {output:?}."));
                outputs.push(output);
            }
            outputs.sort_by_key(|output| matches!(output, Right(_)));
            assert_eq!(outputs, [Left(1), Right("one")], "the outputs of both");
        });
    });
}
