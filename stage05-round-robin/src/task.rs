//! What the loop can run.

use stage01::{Coroutine, Result};

/// A coroutine that the loop can run. It yields `()` at each pause, and ends with a `T` or an error.
///
/// A pause means "not yet". The loop is not told what the task waits for: the task looks again in its next step.
///
/// You never implement it: every such [`Coroutine`] is a task, written by hand or made by [`co`](stage01::co). A function that may wait
/// and returns a `u32` has the type `impl Task<u32>`, like `impl Future<Output = u32>` in std.
// ANCHOR: Task
pub trait Task<T = ()>: Coroutine<Result, Yield = (), Return = Result<T>> {}
impl<T, C: Coroutine<Result, Yield = (), Return = Result<T>> + ?Sized> Task<T> for C {}
// ANCHOR_END: Task
