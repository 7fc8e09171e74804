//! How deep coroutines may be nested.

use std::{cell::Cell, error::Error, fmt, mem};

/// How far the stack may grow from one coroutine to another that it resumes. A thread has 2 MiB unless it asks for another
/// size, and the innermost coroutine needs some, too.
const LIMIT: usize = 1536 * 1024;

/// How much more of it those may use that can't raise an exception.
const RESERVE: usize = 128 * 1024;

thread_local! {
    /// Where the stack was when a coroutine of this thread was resumed with the most room below it.
    static TOP: Cell<usize> = const { Cell::new(0) };
}

/// Coroutines resume each other, and have used up the stack that they may use: 1.5 MiB below the place where the thread first
/// resumed one.
///
/// Each level of delegation is a few calls inside each other: from 200 bytes in an optimised build to 1,600 in a debug build,
/// so it is some thousand levels that fit. Python counts them, and raises its `RecursionError` at about 1,000.
///
/// [`delegate`](crate::delegate), which is what `yield_from` is made of, raises it. A delegation that is written without it
/// has no exception to raise; there the `resume` of a [`Box`] or of a `&mut` panics with this sentence. On a thread with less
/// stack than 2 MiB, the stack ends first.
///
/// Dropping such a chain also takes stack, from 30 to 300 bytes a level. A [`Co`](crate::Co) or a [`Generator`](crate::Generator) for whose
/// body there is none left leaks it: a destructor can raise nothing, and the end of the stack ends the program. A chain
/// without any of them is not counted when it is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecursionError;

impl fmt::Display for RecursionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("maximum recursion depth exceeded")
    }
}

impl Error for RecursionError {}

/// True if there is stack left for one more coroutine, which may raise an exception.
pub(crate) fn has_room() -> bool {
    fits(LIMIT)
}

/// Panics if there is no stack left for one more coroutine.
pub(crate) fn need_room() {
    if !fits(LIMIT + RESERVE) {
        too_deep();
    }
}

/// Drops the body of a coroutine, or leaks it if there is no stack left to drop it.
pub(crate) fn drop_if_it_fits<C>(body: Option<C>) {
    match fits(LIMIT + RESERVE) {
        true => drop(body),
        false => mem::forget(body),
    }
}

/// True if the stack has grown by less than this since the first coroutine was resumed. Stacks grow downwards.
fn fits(limit: usize) -> bool {
    let here = 0_u8;
    let here = (&raw const here).addr();
    TOP.get().wrapping_sub(here) < limit || is_top(here)
}

/// Notes the place if it is above all others so far.
#[cold]
fn is_top(here: usize) -> bool {
    let above = here > TOP.get();
    if above {
        TOP.set(here);
    }
    above
}

#[cold]
fn too_deep() -> ! {
    panic!("{RecursionError}")
}
