use std::{
    mem,
    panic::{AssertUnwindSafe, catch_unwind, panic_any},
};

/// Panics when it is dropped; and so does what that panic carries, so many times.
#[derive(Debug)]
pub struct Bomb(pub u32);

impl Drop for Bomb {
    fn drop(&mut self) {
        if self.0 > 0 {
            panic_any(Bomb(self.0 - 1));
        }
    }
}

/// Runs this, and lets no payload out: one that panics when it is dropped would take the test with it.
///
/// # Panics
///
/// If a panic gets out.
pub fn contained<T>(run: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|payload| {
        mem::forget(payload);
        panic!("a panic got out")
    })
}
