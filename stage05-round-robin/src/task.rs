//! What the loop can run.

use stage01::{Coroutine, Result};

/// A coroutine that the loop can run: at each pause it yields nothing at all, and it ends with a `T`, or fails.
///
/// A pause says "not yet", and no more. What the task waits for, only the task knows: it looks again in its next turn.
///
/// There is nothing to implement: every such [`Coroutine`] is one, written by hand or made by [`co`](stage01::co). `impl
/// Task<u32>` is the type of a function that may wait and gives a `u32`, as `impl Future<Output = u32>` is in std.
pub trait Task<T = ()>: Coroutine<Result, Yield = (), Return = Result<T>> {}
impl<T, C: Coroutine<Result, Yield = (), Return = Result<T>> + ?Sized> Task<T> for C {}
