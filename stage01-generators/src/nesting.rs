//! How deep coroutines may be nested.

use std::{cell::Cell, error::Error, fmt};

/// How much of the stack coroutines may use that resume each other. A thread has 2 MiB unless it asks for another size, and
/// the innermost coroutine needs some, too.
const LIMIT: usize = 1536 * 1024;

/// How much more of it those may use that can't raise an exception.
const RESERVE: usize = 128 * 1024;

thread_local! {
    /// Where the stack was when the outermost coroutine of this thread was resumed; 0 while none runs.
    static OUTERMOST: Cell<usize> = const { Cell::new(0) };
}

/// Coroutines resume each other, and have used up the stack that they may use: 1.5 MiB.
///
/// Each level of delegation is a few calls inside each other: from 200 bytes in an optimised build to 1,600 in a debug build,
/// so it is some thousand levels that fit. Python counts them, and raises its `RecursionError` at about 1,000.
///
/// [`delegate`](crate::delegate), which is what `yield_from` is made of, raises it. A delegation that is written without it
/// has no exception to raise; there the `resume` of a [`Box`] or of a `&mut` panics with this sentence. On a thread with less
/// stack than 2 MiB, the stack ends first.
///
/// Dropping such a chain also takes stack, from 30 to 300 bytes a level, and nothing counts that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecursionError;

impl fmt::Display for RecursionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("maximum recursion depth exceeded")
    }
}

impl Error for RecursionError {}

/// Coroutines that run on this thread, each resumed by the one before; ends when it is dropped.
pub(crate) struct Nested {
    /// True if this is the first of them.
    outermost: bool,
}

impl Nested {
    /// One more.
    ///
    /// # Panics
    ///
    /// If there is no stack left for it.
    pub(crate) fn enter() -> Nested {
        let outermost = OUTERMOST.get() == 0;
        if outermost {
            OUTERMOST.set(here());
        }
        assert!(used() < LIMIT + RESERVE, "{RecursionError}");
        Nested { outermost }
    }

    /// True if there is stack left for another one.
    pub(crate) fn has_room() -> bool {
        OUTERMOST.get() == 0 || used() < LIMIT
    }
}

impl Drop for Nested {
    fn drop(&mut self) {
        if self.outermost {
            OUTERMOST.set(0);
        }
    }
}

/// How many bytes of the stack lie between the outermost coroutine and here.
fn used() -> usize {
    here().abs_diff(OUTERMOST.get())
}

/// A place on the stack.
fn here() -> usize {
    let here = 0_u8;
    (&raw const here).addr()
}
