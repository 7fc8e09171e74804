//! What a recording has shown, as a test of all orders: a deadline comes while a lookup has the slot of a pool.

use explorer::Check;
use std::{rc::Rc, time::Duration};
use tokio::sync::{Semaphore, oneshot};

// ANCHOR: a_deadline_while_a_lookup_has_the_slot_loses_the_slot
#[test]
fn a_deadline_while_a_lookup_has_the_slot_loses_the_slot() {
    let verdict = Check::new().run(|world| {
        let pool = Rc::new(Semaphore::new(1));
        let (send, answer) = oneshot::channel();
        world.outside("the server answers", move || _ = send.send(()));
        let (slots, clock) = (pool.clone(), world.clone());
        world.spawn("lookup", async move {
            let query = async {
                slots.acquire().await.expect("open").forget(); // takes the slot
                answer.await.expect("an answer");
                slots.add_permits(1); // puts it back
            };
            clock.timeout(Duration::from_millis(150), query).await;
        });
        world.spawn("flusher", async move {
            pool.acquire().await.expect("open").forget()
        });
    });
    let story = verdict.failure.expect("an order fails").to_string();
    assert_eq!(
        story,
        "\
\x20  1. lookup runs and waits at `clock.timeout(Duration::from_millis(150), query).await;`.
   2. The clock shows 150ms and wakes lookup.
   3. flusher runs and waits.
   4. lookup runs and ends.
   5. From outside: the server answers.
   => flusher has waited since step 3, and nothing is left that could wake it
"
    );
}
// ANCHOR_END: a_deadline_while_a_lookup_has_the_slot_loses_the_slot
