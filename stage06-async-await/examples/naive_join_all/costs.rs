//! What many futures in one task cost, in allocations.

use crate::{polls_all, sub_wakers};
use alloc_count::count;
use futures_util::FutureExt;
use stage01::println;
use stage06::{combine::race, select::Select};
use std::{future::ready, sync::Arc};

// ANCHOR: costs
/// The futures in here are ready at their first poll. `now_or_never` polls once, and allocates nothing.
pub(crate) fn costs() {
    let children = vec![ready(1); 100];
    let join = polls_all::join_all(children.clone());
    let (_, allocations) = count(|| join.now_or_never());
    println!("a join of a hundred, all polled:       {allocations}");
    let join = sub_wakers::join_all(children, Arc::default());
    let (_, allocations) = count(|| join.now_or_never());
    println!("a join of a hundred, with sub-wakers:  {allocations}");
    let (_, allocations) = count(|| race(ready(1), ready(2)).now_or_never());
    println!("a race:                                {allocations}");
    let (mut select, allocations) = count(|| Select::new(ready(1), ready(2)));
    println!("a Select:                              {allocations}");
    let (_, allocations) = count(|| select.next().now_or_never());
    println!("an output of it:                       {allocations}");
    let (_, allocations) = count(|| select.set_left(ready(1)));
    println!("a future that is put into it:          {allocations}");
}
// ANCHOR_END: costs
