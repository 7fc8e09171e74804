//! What timers cost, in allocations.

use crate::{TimerId, Version, ms};
use alloc_count::count;
use stage01::println;
use std::iter;

// ANCHOR: cost
pub(crate) fn cost(timers: &mut dyn Version) {
    let mut ids: Vec<TimerId> = Vec::with_capacity(1000);
    let ((), added) = count(|| (0..1000).for_each(|n| ids.push(timers.add(ms(n)))));
    println!("a thousand timers are added: {added}");
    let ((), cancelled) = count(|| ids[..500].iter().for_each(|id| timers.cancel(*id)));
    println!("half of them are cancelled:  {cancelled}");
    let (fired, popped) = count(|| iter::from_fn(|| timers.pop_due(ms(1000))).count());
    println!("the other {fired} fire:         {popped}");
}
// ANCHOR_END: cost
