//! Many orders: shuttle's types.

use ::shuttle::scheduler::{PctScheduler, RandomScheduler};
pub(crate) use ::shuttle::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
pub(crate) use ::shuttle::sync::{Condvar, Mutex, MutexGuard};
pub(crate) use ::shuttle::thread;
use ::shuttle::{Config, Runner};
use std::env;
use std::sync::Arc;

/// Runs many interleavings, the same each time: half of them switch at every step by chance, the other half at three
/// random steps.
pub(crate) fn check(program: impl Fn() + Send + Sync + 'static) {
    let schedules = env::var("SCHEDULES").map_or(1000, |number| {
        number.parse().expect("SCHEDULES is a number")
    });
    let (program, half) = (Arc::new(program), schedules / 2);
    let again = program.clone();
    let random = Runner::new(RandomScheduler::new_from_seed(0, half), Config::default());
    random.run(move || program());
    let few = Runner::new(PctScheduler::new_from_seed(0, 3, half), Config::default());
    few.run(move || again());
}
