//! What a sleep costs, in allocations and polls.

use crate::world::World;
use alloc_count::count;
use futures_util::FutureExt;
use stage01::println;
use stage06::timers::{Timers, sleep_until};
use std::{
    cell::Cell,
    future::poll_fn,
    rc::Rc,
    time::{Duration, Instant},
};

// ANCHOR: cost
pub(crate) fn cost() {
    let (begin, second) = (Instant::now(), Duration::from_secs(1));
    let timers = Timers::new(begin);
    let mut sleeps = Vec::with_capacity(1000);
    let make =
        || sleeps.extend((0..1000).map(|n| sleep_until(&timers, begin + (1 + n) * second / 1000)));
    println!("a thousand sleeps are made:   {}", count(make).1);
    let mut poll = || {
        sleeps
            .iter_mut()
            .all(|sleep| sleep.now_or_never().is_none())
    };
    println!("they set their timers:        {}", count(&mut poll).1);
    println!("they are polled again:        {}", count(&mut poll).1);
    println!(
        "half of them are dropped:     {}",
        count(|| sleeps.truncate(500)).1
    );
    println!(
        "the others expire, all at once: {}",
        count(|| timers.expire(begin + second)).1
    );
}
// ANCHOR_END: cost

/// Ten thousand tasks sleep until ten different moments.
pub(crate) fn many(world: &Rc<World>) {
    let polls = Rc::new(Cell::new(0));
    for n in 0..10_000 {
        let (mut sleep, polls) = (world.sleep_until(10 * (1 + n % 10)), polls.clone());
        world.executor.spawn(poll_fn(move |context| {
            polls.set(polls.get() + 1);
            sleep.as_mut().poll(context)
        }));
    }
    let sleeps = world.run();
    println!("10000 sleepers; polls: {}", polls.get());
    println!("the loop has slept {sleeps} times");
}
